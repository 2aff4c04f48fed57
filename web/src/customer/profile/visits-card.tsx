import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { visitsQuery } from "../../api/profile-queries.ts";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { useZone } from "./use-zone.ts";

/** AUD-02: when staff looked at the console as this user, and why. */
export function VisitsCard() {
  const { t } = useTranslation();
  const visits = useQuery(visitsQuery);
  const format = useFormats(useZone());
  const items = visits.data?.items ?? [];
  return (
    <section className="card settings__card" aria-labelledby="profile-visits">
      <h2 id="profile-visits" className="settings__heading">
        {t("profile.visits")}
      </h2>
      <p>{t("profile.visitsHint")}</p>
      {visits.isPending ? <Loading rows={2} /> : null}
      {visits.isError ? <ErrorState error={visits.error} onRetry={() => void visits.refetch()} /> : null}
      {visits.data && items.length === 0 ? <p>{t("profile.noVisits")}</p> : null}
      <ul className="rows">
        {items.map(({ id, staffRole, reason, beganAt, endedAt, goesOn }) => (
          <li key={id} className="rows__row">
            <div className="rows__what">
              <span>{reason}</span>
              <span className="rows__below">
                {t(staffRole === null ? "profile.visitor" : `profile.visitor_${staffRole}`)}
                {" · "}
                {t(goesOn ? "profile.visitGoesOn" : "profile.visited", {
                  began: format.instant(beganAt),
                  ended: format.instant(endedAt),
                })}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
