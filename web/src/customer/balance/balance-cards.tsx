import { Skeleton } from "@gravity-ui/uikit";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { balanceQuery } from "../../api/queries.ts";
import { ErrorState } from "../../ui/states.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { useProject } from "../projects.ts";
import { balanceCards } from "./card-texts.ts";

/** BAL-01: both balances and how long the money lasts at the present rate. */
export function BalanceCards() {
  const { t } = useTranslation();
  const { pid, region } = useProject();
  const format = useFormats(region.timeZone);
  const text = useText();
  const { data: balance, error, refetch } = useQuery(balanceQuery(pid));
  if (error && !balance)
    return (
      <div className="card">
        <ErrorState error={error} onRetry={() => void refetch()} />
      </div>
    );
  if (!balance) return <CardSkeletons />;
  const cards = balanceCards(balance, format, t, text);
  return (
    <dl className="balance-cards">
      {cards.map(({ term, value, hint, note, danger }) => (
        <div key={term} className="card balance-card">
          <dt className="balance-card__term">{term}</dt>
          <dd className={`balance-card__value tabular${danger ? " danger" : ""}`}>{value}</dd>
          <dd className="balance-card__hint">{hint}</dd>
          {note ? <dd className="balance-card__hint balance-card__note">{note}</dd> : null}
        </div>
      ))}
    </dl>
  );
}

function CardSkeletons() {
  return (
    <div className="balance-cards" aria-hidden="true">
      {[0, 1, 2].map((card) => (
        <div key={card} className="card balance-card">
          <Skeleton style={{ height: 72 }} />
        </div>
      ))}
    </div>
  );
}
