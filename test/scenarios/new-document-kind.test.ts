/**
 * A new kind of document is one folder (here a value of this file), one migration (here a row) and its texts: from there it
 * is issued, numbered, printed, sent, listed and checked like all others, and no other file knows of it.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { afterAll, expect, it } from "vitest";

import { at } from "../../src/core/time.ts";
import type { DocumentKindDefinition, DocumentSnapshot } from "../../src/modules/documents/kinds/definition.ts";
import { documentKinds } from "../../src/modules/documents/kinds/index.ts";
import { statement1c } from "../support/bank-transfer.ts";
import { ownerOf, testDatabase } from "../support/database.ts";
import { expectCoherent } from "../support/invariants.ts";

const folder = mkdtempSync(join(tmpdir(), "kind-"));
writeFileSync(
  join(folder, "certificate.typ"),
  `#set document(date: auto)\n#set text(font: "PT Sans")\n#json("data.json").title`,
);
afterAll(() => rmSync(folder, { recursive: true }));

/** A certificate of what was used, sent beside the UPD. */
const certificate: DocumentKindDefinition<DocumentSnapshot & { readonly services: number }> = {
  kind: "certificate",
  role: "companion",
  countries: ["RU"],
  series: { of: "certificate", mark: "-СПР" },
  names: { ru: "Справка", en: "Certificate" },
  fileName: "SPR",
  decide: ({ number, charges }) => {
    const lines = charges.map(({ gross, supplyMonth }) => ({ net: gross, vat: 0n, gross, supplyMonth, vatRate: null }));
    const gross = lines.reduce((sum, line) => sum + line.gross, 0n);
    return {
      snapshot: { kind: "certificate", number, lines, totals: { net: gross, vat: 0n, gross }, services: lines.length },
      serviceCodes: charges.map(({ serviceCode }) => serviceCode),
    };
  },
  print: ({ number, services }) => ({
    templates: pathToFileURL(`${folder}/`),
    template: "certificate.typ",
    data: { title: `Справка ${number}: услуг ${services}` },
    createdAt: at("2026-11-07T10:00:00+03:00"),
  }),
  xml: ({ number }) => ({ fileName: `certificate-${number}.xml`, bytes: Buffer.from(`<certificate no="${number}"/>`) }),
};

it("DOC-02 DOC-04 DLV-04 a new kind of document is issued, numbered, printed, sent, listed and checked without another file", async () => {
  // Before the routes are made: they name the kinds there are.
  (documentKinds as DocumentKindDefinition[]).push(certificate);
  const { CUSTOMERS, openHttpWorld, usageEvent } = await import("../support/http-world.ts");
  const test = await testDatabase({ connections: 6 });
  await ownerOf(test.database).transaction((tx) =>
    tx.execute(
      "insert into document_kind (kind, role, countries, series, has_xml) values ('certificate', 'companion', '{RU}', 'certificate', true)",
    ),
  );
  const world = await openHttpWorld(test, { services: true });
  const { romashka } = CUSTOMERS;
  const [projectId] = romashka.projects;
  const body = statement1c([
    { number: "1", on: "2026-10-01", amount: "20000.00", payer: romashka.payer, projectId: projectId ?? 0n },
  ]);
  const headers = { "content-type": "text/plain" };
  await world.send({ method: "POST", path: "/v1/office/bank-statements", as: "accountant", headers, body });
  const used = { sku: "compute.vcpu.standard", meter: "vcpu", unit: "vCPU", quantity: "2", resource: "server" };
  const event = usageEvent({ ...used, id: "1", projectId: projectId ?? 0n, time: "2026-10-02T00:00:00+03:00" });
  world.moveTo("2026-10-03T00:00:00+03:00");
  await world.send({ method: "POST", path: "/v1/usage", as: "metering", body: [event] });
  await world.playTo("2026-11-07T10:00:00+03:00");
  expect(await world.close("moscow", "2026-10")).toMatchObject({ payers: 1, documents: 2 });
  await world.drain();

  interface Listed {
    readonly items: { id: string; kind: string; kindName: object; number: string; amount: object; delivery: object }[];
    readonly kinds: { kind: string; name: object }[];
  }
  const { items, kinds } = await world.get<Listed>("/v1/documents?kind=certificate", "romashka");
  expect(kinds).toContainEqual({ kind: "certificate", name: { ru: "Справка", en: "Certificate" } });
  expect(items).toMatchObject([
    {
      kind: "certificate",
      kindName: { ru: "Справка" },
      number: "VK-СПР-26-1",
      delivery: { state: "sent" },
      files: ["pdf", "xml"],
    },
  ]);
  const [all] = [await world.get<Listed>("/v1/documents", "romashka")];
  expect(all.items.map(({ number }) => number)).toEqual(["VK-СПР-26-1", "VK-26-1"]);
  expect(all.items[0]?.amount).toEqual(all.items[1]?.amount);
  const pdf = await world.send({ path: `/v1/documents/${items[0]?.id}/files/pdf`, as: "romashka" });
  expect(decodeURIComponent(String(pdf.headers["content-disposition"]))).toContain("SPR_VK-СПР-26-1_2026-10-31.pdf");
  expect(pdf.bytes.subarray(0, 5).toString()).toBe("%PDF-");
  const xml = await world.send({ path: `/v1/documents/${items[0]?.id}/files/xml`, as: "romashka" });
  expect(xml.text).toBe('<certificate no="VK-СПР-26-1"/>');
  const letters = await (await world.sandbox("/sandbox/mail")).text();
  expect(letters).toContain("Справка");
  // The invariants of documents know the kind by its row: the same sums beside a UPD count once.
  await expectCoherent(test.database, at("2026-11-07T10:00:00+03:00"));
});
