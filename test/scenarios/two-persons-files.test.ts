import { beforeAll, describe, expect, test } from "vitest";

import { PROPOSAL_KINDS } from "../../src/composition/proposal-kinds.ts";
import { DAY } from "../../src/core/time.ts";
import { bringStatement, importStatement, withdrawOrPropose } from "../../src/modules/payments/index.ts";
import { proposalJobs } from "../../src/modules/proposals/index.ts";
import { addMember } from "../../src/modules/tenancy/index.ts";
import { oneCText } from "../support/bank-files.ts";
import { MOSCOW_OWN_ACCOUNT, statement1c } from "../support/bank-transfer.ts";
import { deciding } from "../support/deciding.ts";
import { type Visitor, openPeople } from "../support/people-world.ts";

/** AUD-03, reliability 63: bank files, which one person brings or takes back and another confirms. */
const people = await openPeople();
const { database, clock, staff, company } = people;
const { idOf, decide, code, page, balance, actsOf, userIdOf, bring } = deciding(people);
const PAYER = { name: "ООО «Ель»", inn: "7707083893" };

let proposer: Visitor;
let approver: Visitor;
let customer: Awaited<ReturnType<typeof company>>;

beforeAll(async () => {
  proposer = await staff("accountant", "alla");
  approver = await staff("accountant", "olga");
  customer = await company();
});

/** What is over is closed, as the worker does it. */
async function expire(): Promise<void> {
  const [job] = proposalJobs(PROPOSAL_KINDS);
  if (job?.kind !== "recurring") throw new Error("no job");
  while (await job.run({ database, now: clock.now(), stop: AbortSignal.timeout(60_000) })) continue;
}

describe("AUD-03 a bank file that may be cut", () => {
  const cut = (number: string) => {
    const text = statement1c([
      { number, on: "2026-10-01", amount: "77.00", payer: PAYER, projectId: customer.projectId },
    ]).toString();
    return text.slice(0, text.lastIndexOf("КонецФайла"));
  };
  const files = () => database.query("select from bank_file where file_name = 'cut.txt'");
  const kept = () => database.query("select from proposed_file");

  test("AUD-03 REG-07 is imported when another person confirms that it is whole; until then nothing of it is", async () => {
    const text = cut("9001");
    expect(code(await bring("alla", text, false))).toEqual([409, "bank_statement_unconfirmed"]);
    const answer = await bring("alla", text, true);
    expect([answer.status, answer.body]).toMatchObject([202, { fileId: null, lines: 0, credited: 0 }]);
    const id = idOf(answer);
    expect(code(await bring("olga", text, true))).toEqual([409, "proposal_open"]);
    expect([await files(), await kept()]).toMatchObject([[], [{}]]);
    expect(await page(approver, id)).toMatchObject({
      kind: "take_statement",
      // A file is of no region (REG-07).
      timeZone: "UTC",
      cause: { en: expect.stringContaining("may be cut") },
      facts: expect.arrayContaining([
        { label: { ru: "Файл", en: "File" }, before: { ru: "cut.txt", en: "cut.txt" }, after: null },
      ]),
    });
    // What is confirmed is what was looked at.
    expect(code(await decide(approver, "approve", id, { kind: "assign_transfer" }))).toEqual([
      409,
      "proposal_outdated",
    ]);
    expect(code(await decide(proposer, "approve", id))).toEqual([403, "own_proposal"]);
    const before = Number(await balance(customer));
    expect((await decide(approver, "approve", id)).status).toBe(204);
    expect(Number(await balance(customer)) - before).toBe(77);
    expect([await files(), await kept()]).toMatchObject([[{}], []]);
    const file = await database.query("select confirmed, imported_by from bank_file where file_name = 'cut.txt'");
    expect(file).toEqual([{ confirmed: true, imported_by: await userIdOf("alla") }]);
    expect((await actsOf(id)).map(({ act }) => act)).toEqual(["proposal.made", "proposal.approved"]);
  });

  test("reliability 63 nobody brings a file that credits a project of their own, nor confirms one", async () => {
    const own = await company();
    const line = { number: "9100", on: "2026-10-01", amount: "5.00", payer: PAYER, projectId: own.projectId };
    const text = statement1c([line]).toString();
    const nina = await staff("accountant", "nina");
    await database.transaction(async (tx) =>
      addMember(tx, own.projectId, await userIdOf("nina"), "viewer", clock.now()),
    );
    expect(code(await bring("nina", text, false))).toEqual([403, "own_interest"]);
    const short = text.slice(0, text.lastIndexOf("КонецФайла"));
    expect(code(await bring("nina", short, true))).toEqual([403, "own_interest"]);
    const id = idOf(await bring("alla", short, true));
    expect(code(await decide(nina, "approve", id))).toEqual([403, "own_interest"]);
    expect(await balance(own)).toBe("0.00");
    expect((await decide(approver, "refuse", id, { note: "своё" })).status).toBe(204);
    expect((await bring("alla", text, false)).status).toBe(200);
  });

  test("AUD-03 of one that is refused nothing is kept, and one that was brought meanwhile is not brought again", async () => {
    const refused = idOf(await bring("alla", cut("9002"), true));
    expect((await decide(approver, "refuse", refused, { note: "обрезан" })).status).toBe(204);
    expect(await kept()).toEqual([]);
    const text = cut("9003");
    const id = idOf(await bring("alla", text, true));
    const input = {
      bytes: Buffer.from(text),
      fileName: "a.txt",
      importedBy: "test",
      confirmed: true,
      now: clock.now(),
    };
    await database.transaction((tx) => importStatement(tx, input));
    expect(await page(approver, id)).toMatchObject({ obstacle: { en: "This file has been imported already" } });
    expect(code(await decide(approver, "approve", id))).toEqual([409, "bank_statement_there"]);
    expect((await decide(proposer, "withdraw", id)).status).toBe(204);
    expect(await kept()).toEqual([]);
  });

  test("AUD-03 a proposal that is over takes nothing from one that was made since of the same file", async () => {
    const text = cut("9004");
    await bring("alla", text, true);
    clock.advance(8 * DAY);
    const id = idOf(await bring("alla", text, true));
    await expire();
    expect(await kept()).toHaveLength(1);
    expect((await decide(approver, "approve", id)).status).toBe(204);
    expect(await kept()).toEqual([]);
  });
});

describe("AUD-03 a bank file that is taken back", () => {
  /** One of a transfer to each; answers the file's number. */
  const brought = async (number: string, amount: string, ...to: (bigint | null)[]) => {
    const lines = to.map((projectId, index) => ({
      number: `${number}${index}`,
      on: "2026-10-01",
      amount,
      payer: PAYER,
      projectId,
    }));
    const answer = await bring("alla", statement1c(lines).toString(), false, `${number}.txt`);
    expect(answer.status).toBe(200);
    return (answer.body as unknown as { fileId: string }).fileId;
  };
  const takeBack = (by: Visitor, file: string) =>
    by.send("POST", `/v1/office/bank-files/${file}/withdraw`, { note: "чужие назначения" });

  test("AUD-03 PAY-12 what brought money above the limit goes when another person says so, who reads whose it was", async () => {
    const [one, other] = [await company(), await company()];
    const file = await brought("71", "60000.00", one.projectId, other.projectId);
    const answer = await takeBack(proposer, file);
    expect([answer.status, answer.body]).toMatchObject([202, { lines: 0, credited: 0 }]);
    const id = idOf(answer);
    expect(await page(approver, id)).toMatchObject({
      kind: "withdraw_statement",
      amount: { amount: "120000.00", currency: "RUB" },
      facts: expect.arrayContaining([
        {
          label: expect.objectContaining({ en: `Credited to ${one.pid}, 1 transfers` }),
          before: { amount: "60000.00", currency: "RUB" },
          after: { amount: "0.00", currency: "RUB" },
        },
      ]),
      mayApprove: true,
    });
    expect(code(await takeBack(approver, file))).toEqual([409, "proposal_open"]);
    // The file's row says what it waits for, until it is decided.
    const listed = async () =>
      ((await approver.send("GET", "/v1/office/bank-files")).body as unknown as { items: { id: string }[] }).items.find(
        (one) => one.id === file,
      );
    expect(await listed()).toMatchObject({ proposal: id, withdrawn: null });
    expect(code(await decide(proposer, "approve", id))).toEqual([403, "own_proposal"]);
    expect(await balance(one)).toBe("60000.00");
    expect((await decide(approver, "approve", id)).status).toBe(204);
    expect([await balance(one), await balance(other)]).toEqual(["0.00", "0.00"]);
    expect(await listed()).toMatchObject({ proposal: null, withdrawn: { note: "чужие назначения" } });
    const row = "select withdrawn_by as by, withdrawal_note as note from bank_file where bank_file_id = $1";
    expect(await database.query(row, [file])).toEqual([{ by: await userIdOf("alla"), note: "чужие назначения" }]);
  });

  test("AUD-03 below the limit, or with nothing in the books, it is one person's act; parts of one receiver count together, and so does what waits", async () => {
    const at = await company();
    const [first, second] = [
      await brought("72", "60000.00", at.projectId),
      await brought("73", "60000.00", at.projectId),
    ];
    expect((await takeBack(proposer, first)).body).toEqual({ proposal: null, lines: 1, credited: 1 });
    expect((await takeBack(proposer, second)).status).toBe(202);
    expect((await takeBack(proposer, await brought("74", "150000.00", null))).status).toBe(202);
    // Of another company: nothing of it is in the books.
    const line = { number: "75", on: "2026-10-01", amount: "150000.00", payer: PAYER, projectId: null };
    const foreign = await bring("alla", statement1c([line], "40702810900000000077").toString(), false, "75.txt");
    const { fileId } = foreign.body as unknown as { fileId: string };
    expect((await takeBack(proposer, fileId)).body).toEqual({ proposal: null, lines: 1, credited: 0 });
  });

  test("reliability 63 nobody takes back what their own project got, however little, nor confirms it", async () => {
    const own = await company();
    const pavel = await staff("accountant", "pavel");
    await database.transaction(async (tx) =>
      addMember(tx, own.projectId, await userIdOf("pavel"), "viewer", clock.now()),
    );
    const little = await brought("76", "1.00", own.projectId);
    expect(code(await takeBack(pavel, little))).toEqual([403, "own_interest"]);
    const id = idOf(await takeBack(proposer, await brought("77", "150000.00", own.projectId)));
    expect(code(await decide(pavel, "approve", id))).toEqual([403, "own_interest"]);
    expect(await page(pavel, id)).toMatchObject({ mayApprove: false, bar: { en: expect.any(String) } });
  });

  test("AUD-03 from the command line it is nobody's until one of the staff stands for it", async () => {
    const file = await brought("78", "150000.00", (await company()).projectId);
    const asked = { fileId: BigInt(file), note: "чужая", userId: null, staffUserId: "cli:Olga", now: clock.now() };
    const { proposalId } = await database.transaction((tx) => withdrawOrPropose(tx, asked));
    expect(code(await decide(approver, "approve", String(proposalId)))).toEqual([409, "nobody_stands_for_it"]);
    expect((await decide(proposer, "adopt", String(proposalId))).status).toBe(204);
    expect((await decide(approver, "approve", String(proposalId))).status).toBe(204);
  });
});

describe("AUD-03 who confirms a bank file", () => {
  test("AUD-03 reads its sums, days and balances and to whom it goes, and takes its bytes, which stands in the audit", async () => {
    const [one, other] = [await company(), await company()];
    const documents = [one, one, other].map(({ pid }, index) => ({
      number: `81${index}`,
      amount: "10.00",
      purpose: pid,
      recipient: MOSCOW_OWN_ACCOUNT,
    }));
    const out = {
      number: "819",
      amount: "5.00",
      payer: MOSCOW_OWN_ACCOUNT,
      recipient: "40702810400000000099",
      debitedOn: "15.10.2026",
    };
    const account = {
      account: MOSCOW_OWN_ACCOUNT,
      opening: "100.00",
      closing: "125.00",
      from: "15.10.2026",
      to: "15.10.2026",
    };
    const whole = oneCText([...documents, out], [account]);
    const text = whole.slice(0, whole.lastIndexOf("КонецФайла"));
    const id = idOf(await bring("alla", text, true, "october.txt"));
    const money = (en: string) => expect.objectContaining({ en });
    expect(await page(approver, id)).toMatchObject({
      amount: { amount: "30.00", currency: "RUB" },
      facts: expect.arrayContaining([
        { label: money("Lines"), before: money("4"), after: null },
        { label: money("Money in"), before: money("₽30.00"), after: null },
        { label: money("Money out"), before: money("₽5.00"), after: null },
        { label: money("Credited to projects (2)"), before: null, after: money("₽30.00") },
        {
          label: money(`Account ${MOSCOW_OWN_ACCOUNT}, statement 1, 15.10.2026–15.10.2026`),
          before: { amount: "100.00", currency: "RUB" },
          after: { amount: "125.00", currency: "RUB" },
        },
      ]),
    });
    const credits = `/v1/office/proposals/${id}/credits`;
    const first = (await approver.send("GET", `${credits}?limit=1`)).body as unknown as {
      items: object[];
      nextCursor: string;
    };
    const rest = (await approver.send("GET", `${credits}?limit=1&cursor=${first.nextCursor}`)).body;
    const sum = { [one.pid]: [2, "20.00"], [other.pid]: [1, "10.00"] };
    const found = [...first.items, ...(rest as unknown as { items: object[] }).items] as never as {
      pid: string;
      lines: number;
      amount: { amount: string };
    }[];
    expect(Object.fromEntries(found.map(({ pid, lines, amount }) => [pid, [lines, amount.amount]]))).toEqual(sum);
    const file = await approver.send("POST", `/v1/office/proposals/${id}/file`);
    expect([file.bytes.toString(), file.headers["content-disposition"]]).toEqual([
      text,
      expect.stringMatching(/^attachment; filename="?october.txt/),
    ]);
    expect((await actsOf(id)).at(-1)).toMatchObject({ act: "bank_file.read", actor: `user:${await userIdOf("olga")}` });
    // What it would credit is what they were shown.
    await database.query("update project set status = 'deleted' where project_id = $1", [other.projectId]);
    expect(code(await decide(approver, "approve", id))).toEqual([409, "proposal_outdated"]);
    expect((await decide(approver, "refuse", id, { note: "устарело" })).status).toBe(204);
    expect(code(await approver.send("GET", credits))).toEqual([404, "proposed_file_gone"]);
  });
});

describe("AUD-03 a bank file from the command line", () => {
  const import_ = (number: string, amount: string, projectId: bigint | null) => {
    const bytes = statement1c([{ number, on: "2026-10-01", amount, payer: PAYER, projectId }]);
    const input = { bytes, fileName: `${number}.txt`, importedBy: "cli:olga", userId: null, now: clock.now() };
    return database.as({ kind: "cli", key: "os:olga" }).transaction((tx) => bringStatement(tx, input));
  };

  test("reliability 63 credits alone no more than one person may, counted by the login of the machine; above it two of the office decide", async () => {
    const [one, other] = [await company(), await company()];
    expect(await import_("91", "60000.00", one.projectId)).toMatchObject({ proposalId: null, credited: 1 });
    // Whoever gets it.
    const { proposalId, credited } = await import_("92", "60000.00", other.projectId);
    expect([credited, await balance(other)]).toEqual([0, "0.00"]);
    expect(await import_("93", "150000.00", null)).toMatchObject({ proposalId: null, suspense: 1 });
    expect(await page(approver, String(proposalId))).toMatchObject({
      proposer: { id: null, name: "cli:olga" },
      cause: { en: expect.stringContaining("within a day") },
      region: { en: "Moscow" },
      mayAdopt: true,
    });
    expect((await decide(proposer, "adopt", String(proposalId))).status).toBe(204);
    expect((await decide(approver, "approve", String(proposalId))).status).toBe(204);
    expect(await balance(other)).toBe("60000.00");
    expect(await database.query("select from proposed_file")).toHaveLength(0);
  });
});

describe("AUD-03 a bank file that does not continue its account", () => {
  const day = (date: string, opening: string, closing: string, number: string, amount: string, pid = customer.pid) =>
    oneCText(
      [{ number, amount, purpose: pid, recipient: MOSCOW_OWN_ACCOUNT, creditedOn: date, date }],
      [{ account: MOSCOW_OWN_ACCOUNT, opening, closing, from: date, to: date }],
    );

  test("AUD-03 is a warning that staff confirm, and two of them do; what continues it is one person's act", async () => {
    expect((await bring("alla", day("01.12.2026", "100.00", "110.00", "1", "10.00"), false, "1.txt")).status).toBe(200);
    expect((await bring("alla", day("02.12.2026", "110.00", "120.00", "2", "10.00"), false, "2.txt")).status).toBe(200);
    const wrong = day("03.12.2026", "125.00", "135.00", "3", "10.00");
    const refused = await bring("alla", wrong, false, "3.txt");
    expect(code(refused)).toEqual([409, "bank_statement_unconfirmed"]);
    expect(refused.body).toMatchObject({ errors: [{ code: "balance_not_continued" }] });
    const id = idOf(await bring("alla", wrong, true, "3.txt"));
    expect(await page(approver, id)).toMatchObject({
      cause: { en: expect.stringContaining("does not continue the last statement") },
      facts: expect.arrayContaining([
        expect.objectContaining({
          before: expect.objectContaining({ en: expect.stringContaining("imported so far 120.00") }),
        }),
      ]),
    });
    const before = Number(await balance(customer));
    expect((await decide(approver, "approve", id)).status).toBe(204);
    expect(Number(await balance(customer)) - before).toBe(10);
    // The same days and balances with another transfer, which a statement of that day did not show.
    const extra = day("02.12.2026", "110.00", "120.00", "22", "10.00", (await company()).pid);
    const late = await bring("alla", extra, false, "22.txt");
    expect(late.body).toMatchObject({ errors: [{ code: "closed_day_changed" }] });
  });
});
