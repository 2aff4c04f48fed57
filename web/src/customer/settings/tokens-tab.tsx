import { Key } from "@gravity-ui/icons";
import { Alert, Button, ClipboardButton } from "@gravity-ui/uikit";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, done, type TokensList } from "../../api/fetch.ts";
import { tokensQuery } from "../../api/settings-queries.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { type Done, Told } from "../../ui/told.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { HelpLink } from "../help/help-link.tsx";
import { useProject } from "../projects.ts";
import { type IssuedToken, TokenForm } from "./token-form.tsx";

/** REG-04: programs that may read or act in the project; a token's text is shown once, here. */
export function TokensTab() {
  const { t } = useTranslation();
  const { pid } = useProject();
  const tokens = useQuery(tokensQuery(pid));
  const queryClient = useQueryClient();
  const [issued, setIssued] = useState<IssuedToken | null>(null);
  const [told, setTold] = useState<Done | null>(null);
  const refresh = () => void queryClient.invalidateQueries({ queryKey: tokensQuery(pid).queryKey });
  if (tokens.isPending) return <Loading />;
  if (tokens.isError) return <ErrorState error={tokens.error} onRetry={() => void tokens.refetch()} />;
  return (
    <>
      <Told done={told} />
      {issued ? <ShownOnce issued={issued} /> : null}
      <TokenForm
        scopes={tokens.data.scopes}
        onIssued={(made) => {
          setTold(null);
          setIssued(made);
          refresh();
        }}
      />
      <section className="card settings__card" aria-labelledby="tokens-list">
        <h2 className="settings__heading" id="tokens-list">
          {t("tokens.list")}
        </h2>
        <p className="settings__hint">{t("tokens.lead")}</p>
        <HelpLink code="tokens" text={t("help.from_tokens")} />
        {tokens.data.items.length === 0 ? (
          <EmptyState icon={Key} title={t("tokens.none")} hint={t("tokens.noneHint")} />
        ) : (
          <TokenList
            items={tokens.data.items}
            onRevoked={(text) => {
              setIssued(null);
              setTold({ text });
              refresh();
            }}
          />
        )}
      </section>
    </>
  );
}

function ShownOnce({ issued: { name, token } }: { readonly issued: IssuedToken }) {
  const { t } = useTranslation();
  return (
    <div role="status">
      <Alert
        theme="success"
        title={t("tokens.shownOnce", { name })}
        message={
          <>
            <p>{t("tokens.shownOnceHint")}</p>
            <code className="tokens__text">{token}</code>{" "}
            <ClipboardButton
              text={token}
              size="l"
              aria-label={t("tokens.copy")}
              tooltipInitialText={t("tokens.copy")}
              tooltipSuccessText={t("action.copied")}
            />
          </>
        }
      />
    </div>
  );
}

type Token = TokensList["items"][number];

function TokenList({
  items,
  onRevoked,
}: {
  readonly items: readonly Token[];
  readonly onRevoked: (text: string) => void;
}) {
  const { t } = useTranslation();
  const text = useText();
  const { pid, region } = useProject();
  const format = useFormats(region.timeZone);
  const [revoking, setRevoking] = useState<Token | null>(null);
  const facts = ({ createdAt, issuedBy, expiresAt, expired, lastUsedAt }: Token) => {
    const created = format.instantDate(createdAt);
    const until = format.instantDate(expiresAt);
    return [
      issuedBy === null ? t("tokens.created", { at: created }) : t("tokens.createdBy", { at: created, name: issuedBy }),
      expired ? t("tokens.expired", { at: until }) : t("tokens.until", { at: until }),
      lastUsedAt === null ? t("tokens.unused") : t("tokens.used", { at: format.instant(lastUsedAt) }),
    ].join(" · ");
  };
  return (
    <>
      <ul className="rows">
        {items.map((token) => (
          <li className="rows__row" key={token.id}>
            <div className="rows__what">
              <span>{token.name}</span>
              <span className="rows__below">{token.scopes.map((scope) => text(scope.text)).join("; ")}</span>
              <span className="rows__below">{facts(token)}</span>
              {token.memberName === null ? null : (
                <span className="rows__below">{t("tokens.ofMember", { name: token.memberName })}</span>
              )}
            </div>
            <div className="rows__acts">
              <Button
                view="flat-danger"
                onClick={() => setRevoking(token)}
                aria-label={`${t("tokens.revoke")}: ${token.name}`}
              >
                {t("tokens.revoke")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {revoking ? (
        <Confirm
          title={t("tokens.revokeTitle", { name: revoking.name })}
          text={t("tokens.revokeText")}
          action={t("tokens.revoke")}
          danger
          act={() => done(api.DELETE("/v1/projects/{pid}/tokens/{id}", { params: { path: { pid, id: revoking.id } } }))}
          onDone={() => {
            onRevoked(t("tokens.revoked", { name: revoking.name }));
            setRevoking(null);
          }}
          onClose={() => setRevoking(null)}
        />
      ) : null}
    </>
  );
}
