import type { Counted, Difference } from "./charges.ts";
import type { Facts } from "./facts.ts";
import type { Tx } from "../../src/platform/db.ts";

/**
 * Row 5 of a document: the bank transfers that paid its lines (PAY-08, PAY-13), told from what was credited and what was spent
 * of it, first in, first out. Nothing of what the product keeps of lots and their uses is read.
 */

interface Transfer {
  readonly projectId: string;
  readonly number: string;
  readonly paidOn: string;
  readonly amount: bigint;
}

/** What an entry took of a project's transferred money, or gave back to it. */
interface Flow {
  readonly projectId: string;
  readonly month: string;
  readonly minor: bigint;
}

interface Named {
  readonly documentId: string;
  readonly number: string;
  readonly month: string;
  readonly gross: bigint;
  readonly postpaid: boolean;
  readonly contractId: string;
  readonly projects: readonly string[];
  readonly xml: Buffer;
}

export interface PaymentsCounted extends Counted {
  /** Documents whose row 5 could be told to the last transfer; of the others it is held to be possible. */
  readonly told: number;
}

export async function recountPayments(database: Pick<Tx, "query">, facts: Facts): Promise<PaymentsCounted> {
  const [transfers, flows, papers] = await readMoney(database);
  const purses = new Map(facts.projects.map(({ projectId }) => [projectId, new Purse(projectId, transfers, flows)]));
  const differences: Difference[] = [];
  let told = 0;
  for (const paper of papers) {
    const named = namedIn(paper.xml);
    const owned = paper.projects.flatMap((projectId) => purses.get(projectId)?.transfers ?? []);
    const say = (product: string, counted: string) =>
      differences.push({ what: `payments of ${paper.number}`, product, recount: counted });
    const left = owned.map(spelt);
    for (const one of named) {
      const place = left.indexOf(one);
      if (place < 0) say(one, "no such transfer");
      else left.splice(place, 1);
    }
    const dates = named.map((one) => one.split(" ").at(-2) ?? "");
    if (dates.join() !== dates.toSorted().join()) say(dates.join(), "in the order of their dates");
    const total = named.reduce((sum, one) => sum + BigInt(one.split(" ").at(-1) ?? "0"), 0n);
    if (!paper.postpaid && total < paper.gross) say(String(total), `not less than ${paper.gross}`);
    if (!paper.projects.every((projectId) => isPlain(facts, purses.get(projectId), projectId, paper))) continue;
    told += 1;
    const due = paper.projects.flatMap((projectId) => purses.get(projectId)?.usedIn(paper.month) ?? []).map(spelt);
    if (due.toSorted().join("; ") !== named.toSorted().join("; "))
      say(named.toSorted().join("; "), due.toSorted().join("; "));
  }
  return { compared: papers.length, told, differences };
}

/** A project's transferred money in the order in which it came. */
class Purse {
  readonly transfers: readonly Transfer[];
  readonly #flows: readonly Flow[];

  constructor(projectId: string, transfers: readonly Transfer[], flows: readonly Flow[]) {
    this.transfers = transfers.filter((one) => one.projectId === projectId);
    this.#flows = flows.filter((one) => one.projectId === projectId);
  }

  /** Whether anything was given back up to a month's end: then the first in need not be the first out. */
  hasReturns(month: string): boolean {
    return this.#flows.some((flow) => flow.month <= month && flow.minor > 0n);
  }

  /** The transfers of which something was spent in a month. */
  usedIn(month: string): Transfer[] {
    const spent = (is: (flow: Flow) => boolean) => this.#flows.filter(is).reduce((sum, flow) => sum - flow.minor, 0n);
    const [from, to] = [spent((flow) => flow.month < month), spent((flow) => flow.month <= month)];
    let begins = 0n;
    return this.transfers.filter(({ amount }) => {
      const ends = begins + amount;
      const isUsed = begins < to && ends > from && from < to;
      begins = ends;
      return isUsed;
    });
  }
}

/** All that the month took was supplied in it under the document's own contract, and nothing was ever given back. */
function isPlain(facts: Facts, purse: Purse | undefined, projectId: string, paper: Named): boolean {
  if (!purse || purse.hasReturns(paper.month)) return false;
  const isOwn = (one: { readonly contractId: string; readonly day: string }) =>
    one.contractId === paper.contractId && one.day.startsWith(paper.month);
  const ofMonth = (one: { readonly projectId: string; readonly bookingMonth: string }) =>
    one.projectId === projectId && one.bookingMonth === paper.month;
  return (
    facts.charges.filter((one) => ofMonth(one) && one.transfer !== 0n).every(isOwn) &&
    facts.covers.filter((one) => ofMonth(one) && one.source === "transfer").length === 0
  );
}

async function readMoney(database: Pick<Tx, "query">): Promise<[Transfer[], Flow[], Named[]]> {
  return [
    await database.query<Transfer & Record<string, unknown>>(
      `select l.project_id::text as "projectId", coalesce(nullif(trim(l.document_number), ''), 'б/н') as number,
              to_char(l.paid_on, 'YYYY-MM-DD') as "paidOn", l.amount_minor as amount
         from bank_statement_line l join journal_entry e using (project_id, entry_id)
        where l.disposition = 'credited' order by e.effective_at, e.entry_id`,
    ),
    await database.query<Flow & Record<string, unknown>>(
      `select p.project_id::text as "projectId", to_char(e.booking_month, 'YYYY-MM') as month, p.amount_minor as minor
         from posting p join journal_entry e using (project_id, entry_id)
        where p.ledger_account = 'payment' and p.funding_source = 'transfer' and e.kind in ('charge', 'correction', 'cover')`,
    ),
    await database.query<Named & Record<string, unknown>>(
      `select d.document_id::text as "documentId", d.number_text as number, to_char(d.month, 'YYYY-MM') as month,
              d.gross_minor as gross, c.payment_scheme = 'postpaid' as postpaid, c.contract_id::text as "contractId",
              array_agg(distinct t.project_id::text) as projects, f.body as xml
         from document d join document_kind k using (kind) join stored_file f on f.sha256 = d.xml_sha256
         join document_part t using (document_id) join contract c using (contract_id)
        where k.role = 'supply' and d.corrects_document_id is null
        group by d.document_id, c.contract_id, f.sha256 order by d.document_id`,
    ),
  ];
}

function namedIn(xml: Buffer): string[] {
  const text = new TextDecoder("windows-1251").decode(xml);
  return [...text.matchAll(/<СвПРД ([^>]*)>/g)].map(([, attributes = ""]) => {
    const of = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";
    const [day = "", month = "", year = ""] = of("ДатаПРД").split(".");
    return `${of("НомерПРД")} ${year}-${month}-${day} ${of("СуммаПРД").replace(".", "")}`;
  });
}

function spelt({ number, paidOn, amount }: Transfer): string {
  return `${number} ${paidOn} ${amount}`;
}
