import type { Texts } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import type { Instant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { type ProjectPayer, payerOf, supplierOf } from "../parties/index.ts";
import { contractProblems } from "./payers-http.ts";

const INDIVIDUAL: Texts = {
  ru: "Физическим лицам закрывающие документы не выставляются: чек приходит на каждую оплату. Документы получает организация или предприниматель, указанные плательщиком проекта.",
  en: "Individuals get no closing documents: a receipt comes for each payment. Documents go to a company or a sole proprietor that is the project's payer.",
};

const NO_KINDS: Texts = {
  ru: "В вашем регионе платформа пока не готовит закрывающие документы: запросите их у поставщика. Когда начнёт, документы за прошедшие месяцы появятся здесь.",
  en: "The platform does not prepare closing documents in your region yet: ask the provider for them. Once it does, the documents of past months appear here.",
};

/**
 * Why none of these projects gets closing documents (DOC-08, PYR-10), as its customer should read it; null when one of them
 * does. For the payers and contracts of `now`.
 */
export async function noneIssued(
  tx: Pick<Tx, "query">,
  projectIds: readonly ProjectId[],
  now: Instant,
): Promise<Texts | null> {
  const payers = await payerOf(tx, projectIds, now);
  let first: Texts | null = null;
  for (const projectId of projectIds) {
    const reason = await reasonOf(tx, payers.get(projectId));
    if (reason === null) return null;
    first ??= reason;
  }
  return first;
}

async function reasonOf(tx: Pick<Tx, "query">, found: ProjectPayer | undefined): Promise<Texts | null> {
  if (!found || found.payer.kind === "individual") return INDIVIDUAL;
  const { payer, contract } = found;
  const [problem] = contractProblems(payer, contract, await supplierOf(tx, contract.supplierCode));
  if (!problem) return null;
  if (problem.code === "country_without_papers") return NO_KINDS;
  return {
    ru: `Документы пока не выставляются. ${problem.texts.ru}. Когда это будет исправлено, документы за прошедшие месяцы появятся здесь.`,
    en: `No documents are issued yet. ${problem.texts.en}. Once this is mended, the documents of past months appear here.`,
  };
}
