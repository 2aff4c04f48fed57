import { expect, test } from "vitest";
import { documentKind, documentKinds } from "../kinds/index.ts";
import { numberText } from "./number.ts";

const supplier = { documentPrefix: "VK", documentNumber: "{prefix}-{yy}-{number}" };

test("DOC-04 a printed number names its kind and year by the supplier's pattern", () => {
  expect(numberText(supplier, "", 2026, 1)).toBe("VK-26-1");
  expect(numberText(supplier, "-К", 2026, 1)).toBe("VK-К-26-1");
  expect(numberText({ ...supplier, documentNumber: "{yyyy}.{prefix}{number}" }, "", 2027, 312)).toBe("2027.VK312");
});

test("DOC-04 no two documents of a supplier bear one number, whatever their kind, year and place in it", () => {
  const texts = [2024, 2025, 2026, 2099].flatMap((year) =>
    [1, 2, 12, 26, 126, 1226].flatMap((number) =>
      [...new Set(documentKinds.map(({ series }) => series.of))].map((kind) =>
        numberText(supplier, documentKind(kind).series.mark, year, number),
      ),
    ),
  );
  expect(new Set(texts).size).toBe(texts.length);
});
