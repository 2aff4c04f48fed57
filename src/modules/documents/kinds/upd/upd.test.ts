import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Minor } from "../../../../core/money.ts";
import { at, localMonth } from "../../../../core/time.ts";
import {
  buildUpd,
  charge,
  foreignEntity,
  organisation,
  soleProprietor,
  updInput,
} from "../../../../../test/support/document-fixture.ts";
import { fullName, partyName, shortName, taxNumbers } from "../../party.ts";
import { parseSnapshot, serialiseSnapshot } from "../snapshot-json.ts";
import type { DocumentCharge } from "../definition.ts";
import { LARGEST_UPD_LINES, type UpdSnapshot, decideUpd } from "./upd.ts";

export const anyCharge: fc.Arbitrary<DocumentCharge> = fc.record({
  serviceCode: fc.constantFrom("vm", "disk"),
  serviceName: fc.constantFrom("Виртуальные машины", "Диски", "Трафик", "Объектное хранилище"),
  supplyMonth: fc.constantFrom(localMonth("2025-12"), localMonth("2026-09"), localMonth("2026-10")),
  vatRate: fc.constantFrom("22", "20", "22.00", "0", null),
  gross: fc.bigInt({ min: 1n, max: 10_000_000_000n }),
});

describe("DOC-01 a UPD is dated the last day of its month", () => {
  test("DOC-01 in every month, leap February too", () => {
    expect(buildUpd(updInput()).date).toBe("2026-10-31");
    expect(buildUpd(updInput({ month: localMonth("2028-02") })).date).toBe("2028-02-29");
  });

  test("DOC-01 the file is formed by the supplier's clock, not UTC", () => {
    const upd = buildUpd(updInput({ issuedAt: at("2026-10-31T21:05:09.999Z") }));
    expect([upd.formedOn, upd.formedTime]).toEqual(["2026-11-01", "00:05:09"]);
  });
});

describe("DOC-05 VAT of the lines and the totals", () => {
  test("DOC-05 the sums of a real document come out to the kopeck", () => {
    const upd = buildUpd(updInput());
    expect(upd.lines.map(({ no, net, vat, gross }) => [no, net, vat, gross])).toEqual([
      [1, 1_161_393n, 255_507n, 1_416_900n],
      [2, 490_328n, 107_872n, 598_200n],
    ]);
    expect(upd.totals).toEqual({ net: 1_651_721n, vat: 363_379n, gross: 2_015_100n });
  });

  test("DOC-05 a service of 2025 keeps 20 % on a document of 2026, in a line of its own", () => {
    const upd = buildUpd(
      updInput({ charges: [charge("Диски", 12_000n, "20.00", "2025-12"), charge("Диски", 12_200n)] }),
    );
    expect(upd.lines.map(({ name, vatRate, vat }) => [name, vatRate, vat])).toEqual([
      ["Диски за декабрь 2025 г.", "20", 2_000n],
      ["Диски за октябрь 2026 г.", "22", 2_200n],
    ]);
  });

  test("DOC-05 totals equal the sums of the lines and the charges, whatever their order", () => {
    fc.assert(
      fc.property(
        fc.array(anyCharge, { minLength: 1, maxLength: 30 }),
        fc.infiniteStream(fc.nat()),
        (charges, keys) => {
          const upd = buildUpd(updInput({ charges }));
          const shuffled = charges.map((item) => ({ item, key: keys.next().value })).sort((a, b) => a.key - b.key);
          expect(buildUpd(updInput({ charges: shuffled.map(({ item }) => item) }))).toEqual(upd);
          expect(upd.totals.gross).toBe(sum(charges.map(({ gross }) => gross)));
          expect(upd.totals.net).toBe(sum(upd.lines.map(({ net }) => net)));
          expect(upd.totals.vat).toBe(sum(upd.lines.map(({ vat }) => vat)));
          expect(upd.totals.net + upd.totals.vat).toBe(upd.totals.gross);
        },
      ),
    );
  });

  test("DOC-05 charges that cancel out leave no line; nothing left is no document", () => {
    const charges = [charge("Диски", 500n), charge("Диски", -500n), charge("Трафик", 10n)];
    expect(buildUpd(updInput({ charges })).lines.map(({ name }) => name)).toEqual(["Трафик за октябрь 2026 г."]);
    expect(() => buildUpd(updInput({ charges: charges.slice(0, 2) }))).toThrow(/upd_empty/);
  });

  test("DOC-07 a negative line is refused: a decrease needs an adjustment document", () => {
    expect(() => buildUpd(updInput({ charges: [charge("Диски", -1n)] }))).toThrow(/upd_negative_line.*-0\.01/);
  });

  test("DOC-05 two services of one name are two lines, and each line knows its service", () => {
    const charges = [
      { ...charge("Диски", 300n), serviceCode: "disk-ssd" },
      { ...charge("Диски", 200n), serviceCode: "disk-hdd" },
      { ...charge("Диски за октябрь 2026 г.", 50n), serviceCode: "archive" },
      { ...charge("Диски", 100n), serviceCode: "disk-hdd" },
    ];
    const { snapshot, serviceCodes } = decideUpd(updInput({ charges }));
    expect(snapshot.lines.map(({ name, gross }, at) => [serviceCodes[at], name, gross])).toEqual([
      ["archive", "Диски за октябрь 2026 г. за октябрь 2026 г.", 50n],
      ["disk-hdd", "Диски за октябрь 2026 г.", 300n],
      ["disk-ssd", "Диски за октябрь 2026 г.", 300n],
    ]);
  });

  test("DOC-04 more lines than a print form can carry are refused", () => {
    const charges = Array.from({ length: LARGEST_UPD_LINES + 1 }, (_, at) => charge(`Услуга ${at}`, 100n));
    expect(() => buildUpd(updInput({ charges }))).toThrow(/upd_too_long/);
    expect(buildUpd(updInput({ charges: charges.slice(1) })).lines).toHaveLength(LARGEST_UPD_LINES);
  });
});

describe("DOC-07 a snapshot is the whole document", () => {
  test("DOC-07 a snapshot survives storage unchanged", () => {
    fc.assert(
      fc.property(
        fc.array(anyCharge, { minLength: 1, maxLength: 9 }),
        fc.constantFrom(organisation, soleProprietor, foreignEntity),
        (charges, buyer) => {
          const upd = buildUpd(updInput({ charges, buyer }));
          const json = serialiseSnapshot(upd);
          expect(parseSnapshot<UpdSnapshot>("upd", json)).toEqual(upd);
          expect(serialiseSnapshot(parseSnapshot<UpdSnapshot>("upd", json))).toBe(json);
        },
      ),
    );
    expect(() => parseSnapshot<UpdSnapshot>("upd", '{"kind":"act"}')).toThrow(TypeError);
    expect(() => parseSnapshot<UpdSnapshot>("upd", '{"kind":"upd","net":"1.234"}')).toThrow(TypeError);
  });

  test("DOC-04 the file id is decided by the content: recipient first, then sender, date and a GUID", () => {
    const upd = buildUpd(updInput());
    expect(upd.fileId).toMatch(
      /^ON_NSCHFDOPPR_7707083893540602001_2BM-7743001840-2012052807514600749280000000000_20261103_[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}_0_0_0_0_0_00$/,
    );
    expect(buildUpd(updInput()).fileId).toBe(upd.fileId);
    expect(buildUpd(updInput({ number: "ОБ-1043" })).fileId).not.toBe(upd.fileId);
  });

  test("DOC-04 names are made fit for XML and print", () => {
    const upd = buildUpd(updInput({ number: " 5\t ", charges: [charge("Диски\u0000\n SSD ", 5n)] }));
    expect([upd.number, upd.lines[0]?.name, upd.pids]).toEqual([
      "5",
      "Диски SSD за октябрь 2026 г.",
      ["mcs0000000004", "mcs0000000017"],
    ]);
  });
});

test("PYR-05 names and numbers of the sides as they are printed", () => {
  expect(partyName(soleProprietor.identity)).toBe("Индивидуальный предприниматель Мамедов Али Гусейн оглы");
  expect(shortName({ surname: "Ли", name: "Ю", patronymic: "Чжан" })).toBe("Ли Ю. Ч.");
  expect(fullName({ surname: "Ли", name: "Ю", patronymic: null })).toBe("Ли Ю");
  expect([organisation, soleProprietor, foreignEntity].map(({ identity }) => taxNumbers(identity))).toEqual([
    "7707083893/540602001",
    "500100732259",
    "",
  ]);
});

function sum(amounts: readonly Minor[]): Minor {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
