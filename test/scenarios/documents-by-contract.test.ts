import { afterAll, beforeAll, expect, test } from "vitest";

import { type ProjectId, formatPid } from "../../src/core/ids.ts";
import { at, localDate, localMonth } from "../../src/core/time.ts";
import { closeMonth, explainDocument } from "../../src/modules/closing/index.ts";
import { type ContractTerms, changePayer, concludeContract } from "../../src/modules/parties/index.ts";
import { type Printing, openPrinting } from "../../src/composition/printing.ts";
import { testDatabase } from "../support/database.ts";
import { expectCoherent } from "../support/invariants.ts";
import { Play } from "../support/play.ts";
import { makePayer, makeWorld } from "../support/world.ts";

const { database } = await testDatabase();
const play = new Play(database);
const START = at("2026-09-01T00:00:00+03:00");
const INDIVIDUAL = { type: "individual", signedOn: localDate("2026-08-20"), startsAt: START } as const;

let printing: Printing;
beforeAll(async () => {
  printing = openPrinting();
  await makeWorld(database);
});
afterAll(() => printing.close());

interface Issued {
  document_id: bigint;
  kind: string;
  number_text: string;
  gross_minor: bigint;
  corrects: string | null;
  pids: string[];
  snapshot: string;
}

const issued = (payerId: bigint, month: string) =>
  database.query<Issued>(
    `select d.document_id, d.kind, d.number_text, d.gross_minor, c.number_text as corrects, d.snapshot,
            (select array_agg('mcs' || project_id order by project_id) from document_project p where p.document_id = d.document_id) as pids
       from document d left join document c on c.document_id = d.corrects_document_id
      where d.payer_id = $1 and d.month = $2 order by d.document_id`,
    [payerId, `${month}-01`],
  );
const close = (month: string, now: string) =>
  closeMonth(database, printing.closePorts, "moscow", localMonth(month), at(now));

async function under(payerId: bigint, projectId: ProjectId, terms: ContractTerms): Promise<void> {
  await database.transaction(async (tx) => {
    const contractId = await concludeContract(tx, payerId, "ru", terms);
    await changePayer(tx, projectId, payerId, contractId, START);
  });
}

test("DOC-01 DOC-02 PYR-02 a payer has one UPD for each contract, over all the projects under it and by its scheme", async () => {
  const projects: ProjectId[] = [];
  for (let index = 0; index < 5; index += 1) projects.push(await play.project());
  const [first, second, postpaid, prepaid, late] = projects as [ProjectId, ProjectId, ProjectId, ProjectId, ProjectId];
  const payer = await makePayer(database, projects);
  await under(payer, postpaid, { ...INDIVIDUAL, paymentScheme: "postpaid", number: "7/26" });
  await under(payer, prepaid, { ...INDIVIDUAL, paymentScheme: "prepaid", number: "9/26" });
  // The offer taken up once more, as each new registration does, is no contract of its own.
  await under(payer, late, { type: "public_offer", paymentScheme: "prepaid", startsAt: START });
  for (const project of [first, second, prepaid, late]) await play.pay(project, 5000, "2026-10-01T09:00:00+03:00");
  const events = projects.map((project, index) =>
    play.event(project, "requests", "2026-10-05T12:00:00+03:00", (index + 1) * 100_000),
  );
  await play.run(events, "2026-10-20T12:00:00+03:00");

  expect(await close("2026-10", "2026-11-05T10:00:00+03:00")).toMatchObject({ payers: 1, documents: 3 });
  const october = await issued(payer, "2026-10");
  expect(october).toMatchObject([
    { number_text: "M-26-1", gross_minor: 3_700n + 7_400n + 18_500n, pids: [first, second, late].map(formatPid) },
    { number_text: "M-26-2", gross_minor: 11_100n, pids: [formatPid(postpaid)] },
    { number_text: "M-26-3", gross_minor: 14_800n, pids: [formatPid(prepaid)] },
  ]);
  expect(october.map(({ snapshot }) => (JSON.parse(snapshot) as { contract: unknown }).contract)).toEqual([
    { name: "Договор публичной оферты", number: null, date: "2020-01-01" },
    { name: "Договор", number: "7/26", date: "2026-08-20" },
    { name: "Договор", number: "9/26", date: "2026-08-20" },
  ]);
  await expectCoherent(database, at("2026-11-05T10:00:00+03:00"));
  for (const { number_text } of october) {
    const reference = { kind: "number", number: number_text, line: null } as const;
    const { document, lines } = await database.transaction((tx) => explainDocument(tx, reference));
    expect(lines.map(({ difference }) => difference)).toEqual(["0.00"]);
    expect(document["pids"]).toEqual(october.find((one) => one.number_text === number_text)?.pids);
  }

  const less = {
    ...play.event(postpaid, "requests", "2026-10-05T12:00:00+03:00", 200_000),
    supersedes: events[2]?.id ?? "",
  };
  await play.run([less], "2026-11-20T12:00:00+03:00");
  await close("2026-11", "2026-12-05T10:00:00+03:00");
  const november = await issued(payer, "2026-11");
  expect(november).toMatchObject([
    {
      kind: "adjustment",
      number_text: "M-К-26-1",
      gross_minor: -3_700n,
      corrects: "M-26-2",
      pids: [formatPid(postpaid)],
    },
  ]);
  const { lines } = JSON.parse(november[0]?.snapshot ?? "{}") as { lines: { before: unknown }[] };
  expect(lines).toMatchObject([{ before: { gross: "111.00" }, after: { gross: "74.00" } }]);
  await expectCoherent(database, at("2026-12-05T10:00:00+03:00"));
});
