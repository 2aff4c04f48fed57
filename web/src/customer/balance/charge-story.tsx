import { Button } from "@gravity-ui/uikit";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Explanation } from "../../api/fetch.ts";
import type { Formats } from "../../i18n/format.ts";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { useProject } from "../projects.ts";
import "../../ui/table.css";

/** A month of days, or of events, is shown whole; longer lists are opened step by step. */
const SHOWN = 31;

interface StoryProps {
  readonly story: Explanation;
}

interface PartProps extends StoryProps {
  readonly format: Formats;
}

/** PRC-03, PRC-05: a charge in one sentence, then its days, tiers, changes, payers, prices and events. */
export function ChargeStory({ story }: StoryProps) {
  const { t } = useTranslation();
  const text = useText();
  const { charge } = story;
  const format = useFormats(useProject().region.timeZone);
  const resource = charge.resourceName ?? charge.resourceId;
  const range =
    charge.from === charge.to ? format.date(charge.from) : `${format.date(charge.from)} – ${format.date(charge.to)}`;
  return (
    <>
      <p className="muted explain__intro">
        {resource === null ? text(charge.skuName) : `${resource} · ${text(charge.skuName)}`}
        <br />
        {charge.project} · {range}
      </p>
      <p className="explain__amount tabular">{format.money(charge.amount, charge.currency)}</p>
      <p className="explain__sentence">{text(story.sentence)}</p>
      {story.days.length > 1 ? (
        <Part title={t("explain.days")}>
          <Days story={story} format={format} />
        </Part>
      ) : null}
      {story.tiers.length > 0 ? (
        <Part title={t("explain.tiers")}>
          <Tiers story={story} format={format} />
        </Part>
      ) : null}
      {story.changes.length > 1 ? (
        <Part title={t("explain.changes")}>
          <Rows
            rows={story.changes.map((row) => ({ ...row, name: t(`explain.change_${row.kind}`) }))}
            story={story}
            format={format}
          />
        </Part>
      ) : null}
      {story.paidBy.length > 0 ? (
        <Part title={t("explain.paidBy")}>
          <Rows
            rows={story.paidBy.map((row) => ({ ...row, name: t(`explain.paid_${row.source}`) }))}
            story={story}
            format={format}
          />
        </Part>
      ) : null}
      {story.suppliedTo.length > 1 ? (
        <Part title={t("explain.suppliedTo")}>
          <SuppliedTo story={story} format={format} />
        </Part>
      ) : null}
      <Part title={t("explain.prices")}>
        <Prices story={story} format={format} />
      </Part>
      {story.events.length > 0 ? (
        <Part title={t("explain.events")}>
          <Events story={story} format={format} />
        </Part>
      ) : null}
    </>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="explain__part">
      <h3 className="explain__part-title">{title}</h3>
      {children}
    </section>
  );
}

/** Equal days stand in one row; the sums of the rows are the amount. */
function Days({ story, format }: PartProps) {
  const { t } = useTranslation();
  const text = useText();
  const { currency } = story.charge;
  const [shown, setShown] = useState(SHOWN);
  return (
    <>
      <table className="table explain__table">
        <caption className="visually-hidden">{t("explain.days")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("explain.day")}</th>
            <th scope="col">{t("explain.perDay")}</th>
            <th scope="col" className="table__number">
              {t("explain.amount")}
            </th>
          </tr>
        </thead>
        <tbody>
          {story.days.slice(0, shown).map((row) => (
            <tr key={row.from}>
              <th scope="row" className="tabular">
                {row.from === row.to ? format.date(row.from) : format.datesShort(row.from, row.to)}
                {row.days > 1 ? (
                  <span className="table__below">{t("explain.dayCount", { count: row.days })}</span>
                ) : null}
              </th>
              <td className="tabular">
                {text(row.cost)}
                {row.formula ? <span className="table__below">{text(row.formula)}</span> : null}
              </td>
              <td className="table__number">{format.money(row.total, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <More hidden={shown >= story.days.length} onMore={() => setShown(shown + SHOWN * 3)} />
    </>
  );
}

function More({ hidden, onMore }: { readonly hidden: boolean; readonly onMore: () => void }) {
  const { t } = useTranslation();
  if (hidden) return null;
  return (
    <Button view="flat" onClick={onMore}>
      {t("action.more")}
    </Button>
  );
}

/** All tiers of the price; the one that the month has reached is marked. */
function Tiers({ story, format }: PartProps) {
  const { t } = useTranslation();
  const text = useText();
  const { currency, unit } = story.charge;
  return (
    <table className="table explain__table">
      <caption className="visually-hidden">{t("explain.tiers")}</caption>
      <thead>
        <tr>
          <th scope="col">
            {t("explain.tier")}
            <span className="table__below">{text(unit)}</span>
          </th>
          <th scope="col" className="table__number">
            {t("explain.price")}
          </th>
          <th scope="col" className="table__number">
            {t("explain.quantity")}
          </th>
          <th scope="col" className="table__number">
            {t("explain.cost")}
          </th>
        </tr>
      </thead>
      <tbody>
        {story.tiers.map((tier) => (
          <tr key={tier.from} className={tier.reached ? "explain__reached" : undefined}>
            <th scope="row" className="tabular">
              {tier.to === null
                ? t("explain.tierFrom", { from: format.decimal(tier.from) })
                : t("explain.tierRange", { from: format.decimal(tier.from), to: format.decimal(tier.to) })}
              {tier.reached ? <span className="table__below">{t("explain.tierReached")}</span> : null}
            </th>
            <td className="table__number">{format.price(tier.price, currency)}</td>
            <td className="table__number">{text(tier.quantity)}</td>
            <td className="table__number">{text(tier.cost)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface RowsProps extends PartProps {
  readonly rows: readonly { readonly name: string; readonly bookedIn: string | null; readonly amount: string }[];
}

/** Named rows and what they add up to. */
function Rows({ rows, story, format }: RowsProps) {
  const { t } = useTranslation();
  const { amount, currency } = story.charge;
  return (
    <table className="table explain__table">
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.name} ${row.bookedIn}`}>
            <th scope="row">
              {row.name}
              {row.bookedIn === null ? null : (
                <span className="table__below">{t("explain.bookedIn", { month: format.month(row.bookedIn) })}</span>
              )}
            </th>
            <td className="table__number">{format.money(row.amount, currency)}</td>
          </tr>
        ))}
      </tbody>
      {rows.length > 1 ? (
        <tfoot>
          <tr>
            <th scope="row">{t("explain.total")}</th>
            <td className="table__number">{format.money(amount, currency)}</td>
          </tr>
        </tfoot>
      ) : null}
    </table>
  );
}

function SuppliedTo({ story, format }: PartProps) {
  const { t } = useTranslation();
  return (
    <table className="table explain__table">
      <tbody>
        {story.suppliedTo.map((row, index) => (
          // Payers of one name may have several contracts; the list is never reordered.
          <tr key={index}>
            <th scope="row">
              {row.payer ?? t("explain.noPayer")}
              {row.contract === null ? null : (
                <span className="table__below">{t("explain.contract", { number: row.contract })}</span>
              )}
            </th>
            <td className="table__number">{format.money(row.amount, story.charge.currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Prices({ story, format }: PartProps) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const { currency, unit } = story.charge;
  const listName = (kind: string) => {
    const known = `explain.list_${kind}`;
    return i18n.exists(known) ? String(t(known as "explain.list_region")) : "";
  };
  return (
    <ul className="explain__prices">
      {story.prices.map((price) => (
        <li key={`${price.priceId} ${price.from}`}>
          <span className="tabular">
            {price.tiers === null
              ? `${format.price(price.unitPrice, currency)} ${t("explain.per")} ${text(unit)}`
              : t("explain.byTiers", { unit: text(unit) })}
          </span>
          <span className="table__below">
            {[
              listName(price.kind),
              price.to === null
                ? t("explain.since", { from: format.instantDate(price.from) })
                : t("explain.sinceUntil", { from: format.instant(price.from), to: format.instant(price.to) }),
            ]
              .filter((part) => part !== "")
              .join(" · ")}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What the meters reported, the source's own name of it below. */
function Events({ story, format }: PartProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(SHOWN);
  return (
    <>
      <table className="table explain__table">
        <caption className="visually-hidden">{t("explain.events")}</caption>
        <tbody>
          {story.events.slice(0, shown).map((event) => (
            <tr key={`${event.source} ${event.id}`}>
              <th scope="row" className="tabular">
                {format.instant(event.at)}
                <span className="table__below">
                  {event.source} · {event.id}
                </span>
              </th>
              <td className="table__number">
                {format.decimal(event.quantity)}
                {event.replaced ? <span className="table__below">{t("explain.replaced")}</span> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More hidden={shown >= story.events.length} onMore={() => setShown(shown + SHOWN * 3)} />
    </>
  );
}
