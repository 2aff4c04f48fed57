import { Globe } from "@gravity-ui/icons";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ssoQuery } from "../../api/settings-queries.ts";
import { EmptyState, ErrorState, Loading } from "../../ui/states.tsx";
import { type Done, Told } from "../../ui/told.tsx";
import { HelpLink } from "../help/help-link.tsx";
import { useProject } from "../projects.ts";
import { SsoConnectionRow } from "./sso-connection.tsx";
import { SsoForm } from "./sso-form.tsx";

/** REG-02: by whose identity provider people of a company come into the project. */
export function SsoTab() {
  const { t } = useTranslation();
  const { pid } = useProject();
  const connections = useQuery(ssoQuery(pid));
  const queryClient = useQueryClient();
  const [told, setTold] = useState<Done | null>(null);
  const changed = (text: string) => {
    setTold({ text });
    void queryClient.invalidateQueries({ queryKey: ssoQuery(pid).queryKey });
  };
  if (connections.isPending) return <Loading />;
  if (connections.isError) {
    return <ErrorState error={connections.error} onRetry={() => void connections.refetch()} />;
  }
  const { items, sites } = connections.data;
  return (
    <>
      <Told done={told} />
      <section className="card settings__card" aria-labelledby="sso-list">
        <h2 className="settings__heading" id="sso-list">
          {t("company.title")}
        </h2>
        <p className="settings__hint">{t("company.lead")}</p>
        <HelpLink code="company-sign-in" text={t("company.help")} />
        {items.length === 0 ? (
          <EmptyState icon={Globe} title={t("company.none")} hint={t("company.noneHint")} />
        ) : (
          <ul className="rows">
            {items.map((connection) => (
              <li className="rows__row sso__row" key={connection.id}>
                <SsoConnectionRow connection={connection} sites={sites} onChanged={changed} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <SsoForm onClaimed={(domain) => changed(t("company.claimed", { domain }))} />
    </>
  );
}
