import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ownSsoQuery } from "../../api/profile-queries.ts";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { useZone } from "./use-zone.ts";

/** REG-02: through which companies one has come in. */
export function CompanyCard() {
  const { t } = useTranslation();
  const format = useFormats(useZone());
  const own = useQuery(ownSsoQuery);
  const items = own.data?.items ?? [];
  const bound = own.data?.required ?? false;
  return (
    <section className="card settings__card" aria-labelledby="own-company">
      <h2 className="settings__heading" id="own-company">
        {t("company.own")}
      </h2>
      {own.isPending ? <Loading rows={1} /> : null}
      {own.isError ? <ErrorState error={own.error} onRetry={() => void own.refetch()} /> : null}
      {own.data && items.length === 0 && !bound ? <p>{t("company.ownNone")}</p> : null}
      {bound || items.length > 0 ? (
        <p className="settings__hint">{t(bound ? "company.ownBound" : "company.ownHint")}</p>
      ) : null}
      <ul className="rows">
        {items.map(({ domain, linkedAt, lastUsedAt }) => (
          <li key={domain} className="rows__row">
            <div className="rows__what">
              <span>{domain}</span>
              <span className="rows__below">
                {t("company.ownSince", { at: format.instant(linkedAt), used: format.instant(lastUsedAt) })}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
