import { ArrowLeft } from "@gravity-ui/icons";
import { Button, Icon } from "@gravity-ui/uikit";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ClosingDocument, DocumentExplanation } from "../../api/fetch.ts";
import { documentExplanationQuery } from "../../api/document-queries.ts";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { DrawerFrame, ExplainedCharge } from "../balance/explain-drawer.tsx";
import { useProject } from "../projects.ts";
import "../../ui/table.css";

interface DocumentDrawerProps {
  readonly row: ClosingDocument;
  readonly onClose: () => void;
}

/** PRC-05: a document's lines, the charges of each, and each charge down to usage, one beside the other's back. */
export function DocumentDrawer({ row, onClose }: DocumentDrawerProps) {
  const { t } = useTranslation();
  const text = useText();
  const [charge, setCharge] = useState<string | null>(null);
  const { data, error, refetch } = useQuery(documentExplanationQuery(row.id));
  return (
    <DrawerFrame title={t("documents.named", { kind: text(row.kindName), number: row.number })} onClose={onClose}>
      {charge !== null ? (
        <>
          <Button view="flat" onClick={() => setCharge(null)}>
            <Icon data={ArrowLeft} /> {t("documents.toLines")}
          </Button>
          <ExplainedCharge reference={charge} />
        </>
      ) : null}
      {charge === null && error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {charge === null && !error && !data ? <Loading /> : null}
      {charge === null && data
        ? data.lines.map((line) => (
            <Line key={line.no} line={line} currency={row.amount.currency} onCharge={setCharge} />
          ))
        : null}
    </DrawerFrame>
  );
}

interface LineProps {
  readonly line: DocumentExplanation["lines"][number];
  readonly currency: string;
  readonly onCharge: (reference: string) => void;
}

function Line({ line, currency, onCharge }: LineProps) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormats(useProject().region.timeZone);
  const name = `${line.no}. ${text(line.serviceName)}, ${format.month(line.supplyMonth)}`;
  return (
    <section className="explain__part">
      <h3 className="explain__part-title">{name}</h3>
      <table className="table explain__table">
        <caption className="visually-hidden">{name}</caption>
        <tbody>
          {line.charges.map((charge, index) => (
            // A charge may stand in a line for two causes; the list is never reordered.
            <tr key={index}>
              <th scope="row">
                <button type="button" className="table__link" onClick={() => onCharge(charge.reference)}>
                  {charge.resource ?? text(charge.skuName)}
                </button>
                {charge.resource === null ? null : <span className="table__below">{text(charge.skuName)}</span>}
              </th>
              <td className="table__number">{format.money(charge.amount, currency)}</td>
            </tr>
          ))}
          {line.difference === "0.00" ? null : (
            <tr>
              <th scope="row">{t("documents.notShown")}</th>
              <td className="table__number">{format.money(line.difference, currency)}</td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t("explain.total")}</th>
            <td className="table__number">{format.money(line.gross, currency)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
