import { CreditCard, Gift } from "@gravity-ui/icons";
import { Button, Icon, Popup, Skeleton } from "@gravity-ui/uikit";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Balance, Money, Project } from "../../api/fetch.ts";
import { balanceQuery } from "../../api/queries.ts";
import { DialogName } from "../../ui/dialog-name.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { TopUpButton } from "../payment-invoices/top-up.tsx";

interface WalletProps {
  readonly project: Project;
  /** On narrow screens only the personal balance fits beside the logo. */
  readonly compact?: boolean;
}

/** BAL-01: both balances of the project in the header; the panel lists bonuses by type and expiry. */
export function Wallet({ project, compact = false }: WalletProps) {
  const { t } = useTranslation();
  const format = useFormats(project.region.timeZone);
  const { data: balance, isError } = useQuery(balanceQuery(project.pid));
  const [open, setOpen] = useState(false);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  if (isError && !balance) return <span className="muted">{t("wallet.failed")}</span>;
  if (!balance) return <Skeleton style={{ width: compact ? 110 : 200, height: 36 }} />;
  const written = (money: Money) => format.money(money.amount, money.currency);
  const label = t("wallet.label", { payment: written(balance.payment), bonus: written(balance.bonus) });
  // A post-paid project is below zero between invoices by design (FRZ-06): nothing to be alarmed at before it is overdue.
  const overdue = balance.due.some(({ overdueSince }) => overdueSince !== null);
  const negative = balance.payment.amount.startsWith("-") && (balance.paymentScheme === "prepaid" || overdue);
  return (
    <div className="wallet">
      <Button
        ref={setAnchor}
        className="wallet__button"
        view="flat"
        size="l"
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon data={CreditCard} />
        <span className={negative ? "tabular danger" : "tabular"}>{written(balance.payment)}</span>
        {compact ? null : (
          <span className="tabular wallet__bonus" title={t("wallet.bonus")}>
            <Icon data={Gift} size={14} />
            {written(balance.bonus)}
          </span>
        )}
      </Button>
      <Popup open={open} anchorElement={anchor} placement={["bottom-end", "bottom"]} onOpenChange={setOpen} modal>
        <DialogName name={t("wallet.title")} />
        <WalletPanel balance={balance} project={project} onLeave={() => setOpen(false)} />
      </Popup>
    </div>
  );
}

interface WalletPanelProps {
  readonly balance: Balance;
  readonly project: Project;
  readonly onLeave: () => void;
}

function WalletPanel({ balance, project, onLeave }: WalletPanelProps) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormats(project.region.timeZone);
  const navigate = useNavigate();
  const toBalance = () => {
    onLeave();
    void navigate({ to: "/projects/$pid/balance/detail", params: { pid: project.pid }, search: {} });
  };
  return (
    <div className="wallet__panel">
      <h2 className="wallet__title">{t("wallet.title")}</h2>
      <dl className="wallet__sums">
        <SumRow
          term={t("wallet.payment")}
          money={format.money(balance.payment.amount, balance.payment.currency)}
          main
        />
        <SumRow term={t("wallet.bonus")} money={format.money(balance.bonus.amount, balance.bonus.currency)} main />
      </dl>
      {balance.bonuses.length > 0 ? (
        <dl className="wallet__list" aria-label={t("wallet.bonuses")}>
          {balance.bonuses.map((bonus) => (
            <SumRow
              key={`${bonus.type} ${bonus.expiresAt ?? ""}`}
              term={text(bonus.name)}
              below={
                bonus.expiresAt === null
                  ? t("wallet.unlimited")
                  : t("wallet.expires", { date: format.instantDate(bonus.expiresAt) })
              }
              money={format.money(bonus.amount.amount, bonus.amount.currency)}
            />
          ))}
        </dl>
      ) : null}
      <div className="wallet__actions">
        <TopUpButton project={project} onPress={onLeave}>
          {t("action.topUp")}
        </TopUpButton>
        <Button view="flat" size="l" onClick={toBalance}>
          {t("wallet.details")}
        </Button>
      </div>
    </div>
  );
}

interface SumRowProps {
  readonly term: string;
  readonly money: string;
  readonly below?: string;
  readonly main?: boolean;
}

function SumRow({ term, money, below, main = false }: SumRowProps) {
  return (
    <div className={main ? "wallet__row wallet__row_main" : "wallet__row"}>
      <dt>
        {term}
        {below ? <span className="wallet__expiry">{below}</span> : null}
      </dt>
      <dd className="tabular">{money}</dd>
    </div>
  );
}
