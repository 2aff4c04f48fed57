import type { ProjectId } from "../../core/ids.ts";
import { formatPid } from "../../core/ids.ts";
import type { Minor } from "../../core/money.ts";
import type { Instant, LocalMonth } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import {
  type Correction,
  type DocumentedCharge,
  type IssueContext,
  type NotReady,
  type PayerMonth,
  type PaymentDocument,
  issueCorrections,
  issueMonth,
  notReady,
} from "../documents/index.ts";
import { type DocumentContract, type DocumentPayer, documentContracts, supplierOf } from "../parties/index.ts";
import type { Region } from "../tenancy/index.ts";
import { type MonthLotSpend, lotSpendsOf } from "../usage/index.ts";
import type { ClosePorts } from "./ports.ts";
import * as store from "./part-store.ts";

type NamedPart = Awaited<ReturnType<typeof store.selectWaiting>>[number];

/** The parts of one payer under contracts that papers do not tell apart. */
interface Group {
  readonly contract: DocumentContract;
  readonly parts: readonly NamedPart[];
}

/**
 * Issues what waits of a region's locked month for the next `limit` payers after one: documents of what was supplied, then
 * corrections of what changed, each under the contract of its charges. A payer that is not ready waits alone, with its reason
 * (PYR-10). In the caller's transaction. Answers the last payer it looked at, null when there is none left, and how many
 * documents' payers it issued.
 */
export async function issueParts(
  tx: Tx,
  ports: Pick<ClosePorts, "paymentDocuments">,
  region: Region,
  month: LocalMonth,
  issuedAt: Instant,
  afterPayerId: bigint,
  limit: number,
): Promise<{ last: bigint | null; issued: number }> {
  const parts = await store.selectWaiting(tx, region.regionCode, month, afterPayerId, limit);
  if (parts.length === 0) return { last: null, issued: 0 };
  const context: IssueContext = {
    supplier: await supplierOf(tx, region.supplierCode),
    regionCode: region.regionCode,
    zone: region.timeZone,
    currency: region.currency,
    month,
    issuedAt,
  };
  const held = new Held();
  const groups = (await readyGroups(tx, context, parts, held)).map((group) => weighed(group, held));
  const supplied = await issueSupplies(tx, ports, context, groups, held);
  const corrected = await issueChanges(tx, context, groups, held);
  await store.holdParts(tx, held.all, issuedAt);
  await store.settleParts(tx, held.settled, issuedAt);
  return { last: parts.at(-1)?.payerId ?? null, issued: supplied + corrected };
}

/** What stays undone, with its reason; and what needs no document, because it comes to nothing together. */
class Held {
  readonly settled: store.Part[] = [];
  readonly all: { readonly part: store.Part; readonly reason: NotReady }[] = [];

  add(parts: readonly store.Part[], reason: NotReady | string): void {
    const known = typeof reason === "string" ? { code: reason, texts: null } : reason;
    for (const part of parts) this.all.push({ part, reason: known });
  }
}

async function readyGroups(
  tx: Tx,
  { supplier, issuedAt }: IssueContext,
  parts: readonly NamedPart[],
  held: Held,
): Promise<Group[]> {
  const contracts = await documentContracts(tx, [...new Set(parts.map((part) => part.contractId))]);
  const of = Map.groupBy(parts, (part) => contracts.get(part.contractId)?.firstContract ?? null);
  const groups: Group[] = [];
  for (const [first, own] of of) {
    const contract = contracts.get(own[0]?.contractId ?? 0n);
    if (first === null || !contract) {
      held.add(own, "no_contract");
      continue;
    }
    const reason = notReady(supplier, contract, issuedAt);
    if (reason) held.add(own, reason);
    else groups.push({ contract, parts: own });
  }
  return groups.sort(
    ({ contract: a }, { contract: b }) => Number(a.payerId - b.payerId) || Number(a.firstContract - b.firstContract),
  );
}

const sumOf = (parts: readonly store.Part[]): Minor => parts.reduce((sum, part) => sum + part.grossMinor, 0n);

async function issueSupplies(
  tx: Tx,
  ports: Pick<ClosePorts, "paymentDocuments">,
  context: IssueContext,
  groups: readonly Weighed[],
  held: Held,
): Promise<number> {
  const due = groups.filter(({ lines }) => lines.length > 0);
  const transfers = await transfersBehind(
    tx,
    ports,
    context.month,
    due.map(({ lines }) => lines.flatMap((line) => line.parts)),
  );
  const months = due.map(({ contract, lines }, index): PayerMonth => {
    const projectIds = projectsOf(lines.flatMap((line) => line.parts));
    return {
      payer: payerOf(contract, projectIds),
      charges: lines.map((line) => line.charge),
      paymentDocuments: transfers[index] ?? [],
      pids: projectIds.map(formatPid),
    };
  });
  const outcomes = await issueMonth(tx, context, months);
  const placed: store.Placed[] = [];
  outcomes.forEach((outcome, index) => {
    for (const { charge, parts } of due[index]?.lines ?? []) {
      if ("notReady" in outcome) held.add(parts, outcome.notReady);
      else placed.push(...parts.map((part) => placedOn(part, outcome.documentId, outcome.lineOf(charge), null)));
    }
  });
  await store.placeParts(tx, placed);
  return outcomes.filter((outcome) => !("notReady" in outcome)).length;
}

/**
 * The transfers that paid what each document shows, each once, in the order of their dates (PAY-08): by the lots that paid
 * the supplies under its contract, at once or, of the prepaid, later. What the post-paid pay later is no part of it.
 */
async function transfersBehind(
  tx: Tx,
  ports: Pick<ClosePorts, "paymentDocuments">,
  month: LocalMonth,
  documents: readonly (readonly store.Part[])[],
): Promise<PaymentDocument[][]> {
  const spends = await lotSpendsOf(tx, projectsOf(documents.flat()), month);
  const documentOf = new Map(
    documents.flatMap((parts, index) => parts.map((part) => [spendKey(part), index] as const)),
  );
  const paid = new Map<string, { readonly lot: MonthLotSpend; readonly of: Map<number, Minor> }>();
  for (const lot of spends) {
    const document = documentOf.get(spendKey({ ...lot, cause: lot.cover ? "cover" : "supply" }));
    if (document === undefined) continue;
    const { of } = paid.get(lotKey(lot)) ?? { of: new Map<number, Minor>() };
    of.set(document, lot.amountMinor + (of.get(document) ?? 0n));
    paid.set(lotKey(lot), { lot, of });
  }
  const lots = [...paid.values()].map(({ lot }) => lot);
  const found = await ports.paymentDocuments(tx, lots);
  const result: PaymentDocument[][] = documents.map(() => []);
  for (const one of found) {
    for (const [document, minor] of paid.get(lotKey(one))?.of ?? []) {
      const { number, date, amount } = one;
      // What was given back within the month was not paid by this one in the end.
      if (minor > 0n) result[document]?.push({ number, date, amount });
    }
  }
  return result;
}

const lotKey = ({ projectId, lotNo }: Pick<MonthLotSpend, "projectId" | "lotNo">): string => `${projectId} ${lotNo}`;

/** What a part of a document and the lots that paid it have in common. */
function spendKey({
  projectId,
  contractId,
  supplyMonth,
  cause,
}: Pick<store.Part, "projectId" | "contractId" | "supplyMonth" | "cause">): string {
  return `${projectId} ${contractId} ${supplyMonth} ${cause === "cover" ? "later" : "at once"}`;
}

function placedOn(
  part: store.Part,
  documentId: bigint,
  lineNo: number,
  correctsDocumentId: bigint | null,
): store.Placed {
  return { part, documentId, lineNo, correctsDocumentId };
}

function projectsOf(parts: readonly store.Part[]): ProjectId[] {
  return [...new Set(parts.map((part) => part.projectId))].sort((a, b) => Number(a - b));
}

function payerOf({ kind, ...contract }: DocumentContract, projectIds: readonly ProjectId[]): DocumentPayer {
  if (kind === "individual") throw new Error("an individual gets no documents (DOC-08)");
  return { ...contract, kind, projectIds };
}

const isIncrease = ({ cause }: store.Part): boolean => cause === "increase";
const isDecrease = ({ cause }: store.Part): boolean => cause === "decrease";

/** What a group's documents are to show: lines of supply, and what changed. */
interface Weighed extends Pick<Group, "contract"> {
  readonly lines: readonly Line[];
  readonly decreases: readonly NamedPart[];
  /** Each by itself, or with what its service and month of supply had come to below nothing. */
  readonly increases: readonly (readonly [NamedPart, ...NamedPart[]])[];
}

/**
 * Supplies that came to nothing or less have no line to stand on: no document states a negative supply (decision 0070). They
 * take from an increase of the same service and month of supply; what comes to nothing then is settled, and what stays
 * below waits until more is supplied of it.
 */
function weighed({ contract, parts }: Group, held: Held): Weighed {
  const increases = new Set(parts.filter(isIncrease));
  const lines: Line[] = [];
  const joined: [NamedPart, ...NamedPart[]][] = [];
  for (const line of linesOf(parts.filter((part) => !isIncrease(part) && !isDecrease(part)))) {
    if (line.charge.gross > 0n) {
      lines.push(line);
      continue;
    }
    const { serviceCode, supplyMonth } = line.charge;
    const more = [...increases].filter((part) => part.serviceCode === serviceCode && part.supplyMonth === supplyMonth);
    const total = line.charge.gross + sumOf(more);
    const [first, ...others] = more;
    if (total > 0n && first) joined.push([first, ...others, ...line.parts]);
    else if (total === 0n) held.settled.push(...line.parts, ...more);
    else held.add([...line.parts, ...more], store.NOTHING_TO_SHOW);
    for (const part of more) increases.delete(part);
  }
  const alone = [...increases].map((part): [NamedPart] => [part]);
  return { contract, lines, decreases: parts.filter(isDecrease), increases: [...alone, ...joined] };
}

interface Line<T extends NamedPart = NamedPart> {
  readonly charge: DocumentedCharge;
  readonly parts: readonly T[];
}

/** One line for each service and supply month, in their order. */
function linesOf<T extends NamedPart>(parts: readonly T[]): Line<T>[] {
  const of = Map.groupBy(parts, (part) => `${part.supplyMonth} ${part.serviceCode}`);
  return [...of]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) => {
      const [first] = own;
      if (!first) return [];
      const { serviceCode, serviceName, electronic, supplyMonth } = first;
      return [
        {
          charge: { serviceCode, serviceName: serviceName.ru, electronic, supplyMonth, gross: sumOf(own) },
          parts: own,
        },
      ];
    });
}

/** A change with the document that it corrects. */
interface Change {
  readonly part: NamedPart;
  readonly documentId: bigint;
}

async function issueChanges(tx: Tx, context: IssueContext, groups: readonly Weighed[], held: Held): Promise<number> {
  const changing = groups.flatMap(({ decreases, increases }) => [...decreases, ...increases.flat()]);
  if (changing.length === 0) return 0;
  const chains = new Chains(await store.selectShown(tx, changing));
  const due: { readonly correction: Correction; readonly lines: readonly Line[] }[] = [];
  for (const { contract, decreases, increases } of groups) {
    const changes: Change[] = [];
    for (const part of decreases) changes.push(...(await corrected(tx, part, chains.decrease(part), held)));
    for (const [first, ...others] of increases) {
      const documentId = chains.increase(first);
      const together = [first, ...others];
      if (documentId !== null) changes.push(...together.map((part) => ({ part, documentId })));
      else held.add(together.filter(isIncrease), "first_document_waits");
    }
    for (const [documentId, own] of Map.groupBy(changes, (change) => change.documentId)) {
      const parts = own.map(({ part }) => part);
      const lines = [...linesOf(parts.filter(isDecrease)), ...linesOf(parts.filter((part) => !isDecrease(part)))];
      const projectIds = projectsOf(own.map(({ part }) => part));
      const pids = projectIds.map(formatPid);
      const shown = lines.map((line) => line.charge);
      due.push({ correction: { payer: payerOf(contract, projectIds), documentId, changes: shown, pids }, lines });
    }
  }
  const outcomes = await issueCorrections(
    tx,
    context,
    due.map(({ correction }) => correction),
  );
  const placed: store.Placed[] = [];
  outcomes.forEach((outcome, index) => {
    const { correction, lines = [] } = due[index] ?? {};
    for (const { charge, parts } of lines) {
      if ("notReady" in outcome) held.add(parts, outcome.notReady);
      else {
        const lineNo = outcome.lineOf(charge);
        placed.push(...parts.map((part) => placedOn(part, outcome.documentId, lineNo, correction?.documentId ?? null)));
      }
    }
  });
  await store.placeParts(tx, placed);
  return outcomes.filter((outcome) => !("notReady" in outcome)).length;
}

/** A decrease in pieces, one for each document that it corrects; what no document shows any more waits. */
async function corrected(
  tx: Tx,
  part: NamedPart,
  { pieces, left }: { readonly pieces: readonly { documentId: bigint; minor: Minor }[]; readonly left: Minor },
  held: Held,
): Promise<Change[]> {
  const amounts = [...pieces.map(({ minor }) => -minor), ...(left > 0n ? [-left] : [])];
  const rows = await store.splitPart(tx, part, amounts);
  if (left > 0n) held.add(rows.slice(-1), "nothing_to_correct");
  return pieces.map(({ documentId }, index) => ({
    part: { ...part, ...(rows[index] ?? part) },
    documentId,
  }));
}

/** What each chain of documents shows by now, oldest document first; a decrease takes off it, never below nothing. */
class Chains {
  readonly #shown: { readonly of: store.Shown; left: Minor }[];

  constructor(shown: readonly store.Shown[]) {
    this.#shown = shown.map((of) => ({ of, left: of.grossMinor }));
  }

  decrease(part: store.Part): { pieces: { documentId: bigint; minor: Minor }[]; left: Minor } {
    const pieces: { documentId: bigint; minor: Minor }[] = [];
    let left = -part.grossMinor;
    for (const chain of this.#shown.filter(({ of }) => isOf(of, part) && of.projectId === part.projectId)) {
      const minor = chain.left < left ? chain.left : left;
      if (minor <= 0n) continue;
      pieces.push({ documentId: chain.of.documentId, minor });
      chain.left -= minor;
      left -= minor;
    }
    return { pieces, left };
  }

  /** The oldest document of that supply, that of the same project and service if there is one. */
  increase(part: store.Part): bigint | null {
    const of = this.#shown
      .map((chain) => chain.of)
      .filter((one) => one.contractId === part.contractId && one.supplyMonth === part.supplyMonth);
    const found =
      of.find((one) => isOf(one, part) && one.projectId === part.projectId) ??
      of.find((one) => isOf(one, part)) ??
      of[0];
    return found?.documentId ?? null;
  }
}

function isOf(shown: store.Shown, part: store.Part): boolean {
  return (
    shown.contractId === part.contractId &&
    shown.serviceCode === part.serviceCode &&
    shown.supplyMonth === part.supplyMonth
  );
}
