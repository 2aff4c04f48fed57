import { TriangleExclamation } from "@gravity-ui/icons";
import { Icon } from "@gravity-ui/uikit";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { balanceQuery, clockQuery, unreadQuery } from "../../api/queries.ts";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { useProject } from "../projects.ts";
import { stillSo } from "./still-so.ts";

const SOON_MS = 5 * 86_400_000;

interface Item {
  readonly key: string;
  readonly text: string;
  readonly link: { readonly to: string; readonly text: string };
}

/** What needs attention: money that ends soon, bonuses that expire, and important things told and not read. */
export function Attention() {
  const { t } = useTranslation();
  const items = [...useMoney(), ...useUnread()];
  if (items.length === 0) return null;
  return (
    <section className="card overview__attention" aria-labelledby="overview-attention">
      <h2 className="overview__heading" id="overview-attention">
        <Icon data={TriangleExclamation} size={18} /> {t("overview.attention")}
      </h2>
      <ul className="rows">
        {items.map(({ key, text, link }) => (
          <li key={key} className="rows__row">
            <span className="rows__what">{text}</span>
            <PageLink {...link} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function PageLink({ to, text }: Item["link"]) {
  const [path = "/", query] = to.split("?");
  return (
    <Link className="overview__link" to={path as "/"} search={Object.fromEntries(new URLSearchParams(query))}>
      {text}
    </Link>
  );
}

/** NTF-02: the hour of freezing when it is near. That a project is frozen, or a payment overdue, stands above every page. */
function useMoney(): Item[] {
  const { t } = useTranslation();
  const text = useText();
  const { pid, region, permissions } = useProject();
  const format = useFormats(region.timeZone);
  const { data: balance } = useQuery({ ...balanceQuery(pid), enabled: permissions.includes("balance.view") });
  const { data: clock } = useQuery(clockQuery);
  if (!balance || !clock) return [];
  const soon = (at: string | null): at is string => at !== null && Date.parse(at) - Date.parse(clock.now) < SOON_MS;
  const at = (instant: string) => `${format.instant(instant)} (${format.offset(instant)})`;
  const items: Item[] = [];
  if (balance.frozen === null && soon(balance.runsOutAt)) {
    items.push({
      key: "freeze",
      text: t("overview.freezesSoon", { at: at(balance.runsOutAt) }),
      link: { to: `/projects/${pid}/balance/payment-invoices`, text: t("overview.toInvoices") },
    });
  }
  for (const bonus of balance.bonuses) {
    if (!soon(bonus.expiresAt) || bonus.amount.amount === "0.00") continue;
    const amount = format.money(bonus.amount.amount, bonus.amount.currency);
    items.push({
      key: `bonus ${bonus.type}`,
      text: t("overview.bonusExpires", { amount, name: text(bonus.name), at: at(bonus.expiresAt) }),
      link: { to: `/projects/${pid}/balance/detail`, text: t("overview.toDetail") },
    });
  }
  return items;
}

/** What was told of this project as important, is not read and still is so. */
function useUnread(): Item[] {
  const { t } = useTranslation();
  const text = useText();
  const { pid, permissions } = useProject();
  const { data } = useQuery(unreadQuery(pid));
  const { data: balance } = useQuery({ ...balanceQuery(pid), enabled: permissions.includes("balance.view") });
  return stillSo(data?.items ?? [], balance)
    .filter(({ severity }) => severity !== "info")
    .slice(0, 3)
    .map((item) => ({
      key: `notification ${item.id}`,
      text: text(item.title),
      link:
        item.href === null
          ? { to: `/projects/${pid}/notifications?unread=true`, text: t("notifications.all") }
          : { to: item.href, text: t("overview.toPage") },
    }));
}
