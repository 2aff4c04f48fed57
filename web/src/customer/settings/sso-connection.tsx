import { Button, ClipboardButton, Label, Switch } from "@gravity-ui/uikit";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, done, type SsoConnection } from "../../api/fetch.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Refused } from "../../ui/told.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { useProject } from "../projects.ts";
import { RoleSelect, SecretField } from "./sso-form.tsx";

interface RowProps {
  readonly connection: SsoConnection;
  /** Host names at which people may come in. */
  readonly sites: readonly string[];
  readonly onChanged: (text: string) => void;
}

const THEMES = {
  claimed: "warning",
  proved: "info",
  approved: "success",
  refused: "danger",
  removed: "normal",
} as const;

/** One domain: how it stands, what is to be done about it, and what may be chosen. */
export function SsoConnectionRow({ connection, sites, onChanged }: RowProps) {
  const { t } = useTranslation();
  const { region } = useProject();
  const format = useFormats(region.timeZone);
  const { domain, issuer, clientId, state, reason, claimedAt, lastUsedAt } = connection;
  const isOver = state === "refused" || state === "removed";
  const facts = [
    t("company.since", { at: format.instantDate(claimedAt) }),
    ...(state === "approved"
      ? [lastUsedAt === null ? t("company.unused") : t("company.used", { at: format.instant(lastUsedAt) })]
      : []),
  ];
  return (
    <div className="sso">
      <div className="rows__what">
        <span>
          <b>{domain}</b> <Label theme={THEMES[state]}>{t(`company.state_${state}`)}</Label>
        </span>
        <span className="rows__below">
          {issuer} · {clientId}
        </span>
        <span className="rows__below">{facts.join(" · ")}</span>
        {reason === null ? null : <span className="rows__below">{t("company.reason", { reason })}</span>}
      </div>
      {state === "claimed" ? <Proof connection={connection} onChanged={onChanged} /> : null}
      {isOver ? null : <Choices connection={connection} sites={sites} onChanged={onChanged} />}
    </div>
  );
}

/** What the domain's name service has to say, and the address that the provider has to know. */
function Proof({ connection, onChanged }: Omit<RowProps, "sites">) {
  const { t } = useTranslation();
  const { pid } = useProject();
  const { id, domain, record } = connection;
  const checked = useMutation({
    mutationFn: () => done(api.POST("/v1/projects/{pid}/sso/{id}/check", { params: { path: { pid, id } } })),
    onSuccess: () => onChanged(t("company.checked", { domain })),
  });
  return (
    <>
      <p className="sso__heading">{t("company.record")}</p>
      <dl className="settings__facts">
        <Copied name={t("company.recordName")} value={record.name} />
        <Copied name={t("company.recordValue")} value={record.value} />
      </dl>
      <Refused error={checked.error} />
      <Button view="action" size="l" loading={checked.isPending} onClick={() => checked.mutate()}>
        {t("company.check")}
      </Button>
    </>
  );
}

function Copied({ name, value }: { readonly name: string; readonly value: string }) {
  const { t } = useTranslation();
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <code>{value}</code>{" "}
        <ClipboardButton
          text={value}
          aria-label={`${t("company.copy")}: ${name}`}
          tooltipInitialText={t("company.copy")}
          tooltipSuccessText={t("action.copied")}
        />
      </dd>
    </>
  );
}

/** People of the company may come in at any site: the provider has to know each, the one in use first. */
function callbacks(sites: readonly string[]): readonly string[] {
  return [...new Set([globalThis.location.origin, ...sites.map((site) => `https://${site}`)])];
}

type Asking = "only" | "secret" | "remove";

function Choices({ connection, sites, onChanged }: RowProps) {
  const { t } = useTranslation();
  const { pid } = useProject();
  const { id, domain, state, defaultRole, required, callback } = connection;
  const [asking, setAsking] = useState<Asking | null>(null);
  const path = { pid, id };
  const change = useMutation({
    mutationFn: (body: { readonly defaultRole?: typeof defaultRole; readonly required?: boolean }) =>
      done(api.PATCH("/v1/projects/{pid}/sso/{id}", { params: { path }, body })),
    onSuccess: (_done, body) =>
      onChanged(body.required === undefined ? t("company.roleSaved") : t("company.onlyThisOff", { domain })),
  });
  return (
    <>
      <dl className="settings__facts">
        {callbacks(sites).map((origin) => (
          <Copied key={origin} name={t("company.callback")} value={`${origin}${callback}`} />
        ))}
      </dl>
      <Refused error={change.error} />
      <RoleSelect role={defaultRole} onUpdate={(role) => change.mutate({ defaultRole: role })} />
      {state === "approved" ? (
        <div>
          <Switch
            size="l"
            checked={required}
            onUpdate={(on) => (on ? setAsking("only") : change.mutate({ required: false }))}
          >
            {t("company.onlyThis")}
          </Switch>
          <p className="rows__below">{t("company.onlyThisHint")}</p>
        </div>
      ) : null}
      {asking === "secret" ? (
        <NewSecret
          path={path}
          onDone={() => {
            setAsking(null);
            onChanged(t("company.renewed"));
          }}
          onClose={() => setAsking(null)}
        />
      ) : null}
      <div className="rows__acts">
        {asking === "secret" ? null : (
          <Button onClick={() => setAsking("secret")} aria-label={`${t("company.renew")}: ${domain}`}>
            {t("company.renew")}
          </Button>
        )}
        <Button view="flat-danger" onClick={() => setAsking("remove")} aria-label={`${t("company.remove")}: ${domain}`}>
          {t("company.remove")}
        </Button>
      </div>
      {asking === "only" ? (
        <Confirm
          title={t("company.onlyThisTitle")}
          text={t("company.onlyThisHint")}
          action={t("company.onlyThisAct")}
          act={() => done(api.PATCH("/v1/projects/{pid}/sso/{id}", { params: { path }, body: { required: true } }))}
          onDone={() => {
            setAsking(null);
            onChanged(t("company.onlyThisOn", { domain }));
          }}
          onClose={() => setAsking(null)}
        />
      ) : null}
      {asking === "remove" ? (
        <Confirm
          title={t("company.removeTitle", { domain })}
          text={t("company.removeText")}
          action={t("company.remove")}
          danger
          act={() => done(api.DELETE("/v1/projects/{pid}/sso/{id}", { params: { path } }))}
          onDone={() => {
            setAsking(null);
            onChanged(t("company.removed", { domain }));
          }}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </>
  );
}

interface NewSecretProps {
  readonly path: { readonly pid: string; readonly id: string };
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function NewSecret({ path, onDone, onClose }: NewSecretProps) {
  const { t } = useTranslation();
  const [clientSecret, setSecret] = useState("");
  const [checked, setChecked] = useState(false);
  const renewed = useMutation({
    mutationFn: () => done(api.PATCH("/v1/projects/{pid}/sso/{id}", { params: { path }, body: { clientSecret } })),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (clientSecret !== "") renewed.mutate();
  };
  return (
    <form className="settings__form" onSubmit={submit} noValidate>
      <Refused error={renewed.error} />
      <SecretField
        label={t("company.newSecret")}
        value={clientSecret}
        onUpdate={setSecret}
        error={checked && clientSecret === "" ? t("company.required") : null}
      />
      <Button type="submit" size="l" loading={renewed.isPending}>
        {t("company.save")}
      </Button>
      <Button view="flat" size="l" onClick={onClose}>
        {t("action.cancel")}
      </Button>
      <p className="rows__below settings__wide">{t("company.secretKept")}</p>
    </form>
  );
}
