import { CircleCheck, Circle } from "@gravity-ui/icons";
import { Icon } from "@gravity-ui/uikit";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { checklistQuery } from "../../api/queries.ts";
import { useProject } from "../projects.ts";

/** Where a step is done, in the project or outside it; null: it is done by itself, or outside the console. */
const ACTS = {
  registered: null,
  activated: { page: "/profile/security", text: "overview.step_activatedAct" },
  paid: { page: "balance/payment-invoices", text: "overview.step_paidAct" },
  used: null,
  details: { page: "help/invoice-details", text: "overview.step_detailsAct" },
  people: { page: "settings/members", text: "overview.step_peopleAct" },
} as const;

/** What a newcomer does next: it ticks itself off, and is gone when all is done. */
export function Checklist() {
  const { t } = useTranslation();
  const { pid } = useProject();
  const { data } = useQuery(checklistQuery(pid));
  if (!data || data.items.every(({ done }) => done)) return null;
  const next = data.items.find(({ done }) => !done);
  return (
    <section className="card overview__card" aria-labelledby="overview-first">
      <h2 className="overview__heading" id="overview-first">
        {t("overview.first")}
      </h2>
      <p className="overview__hint">
        {t("overview.firstHint", { done: data.items.filter(({ done }) => done).length, all: data.items.length })}
      </p>
      <ol className="overview__steps">
        {data.items.map(({ code, done }) => {
          const act = ACTS[code];
          return (
            <li key={code} className={done ? "overview__step overview__step_done" : "overview__step"}>
              <Icon data={done ? CircleCheck : Circle} size={18} />
              <div>
                <p className="overview__what">
                  {t(`overview.step_${code}`)}
                  <span className="visually-hidden">. {done ? t("overview.done") : t("overview.open")}</span>
                </p>
                {done ? null : <p className="overview__hint">{t(`overview.step_${code}Hint`)}</p>}
                {!done && act !== null ? (
                  <Link
                    className={next?.code === code ? "overview__link overview__link_next" : "overview__link"}
                    to={(act.page.startsWith("/") ? act.page : `/projects/${pid}/${act.page}`) as "/"}
                  >
                    {t(act.text)}
                  </Link>
                ) : null}
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
