import fc from "fast-check";
import { XmlDocument } from "libxml2-wasm";
import { expect, test } from "vitest";
import { element, encodeXml1251, textElement, tidyText } from "./xml.ts";

function valueAfterReading(bytes: Uint8Array): string | undefined {
  const document = XmlDocument.fromBuffer(bytes);
  try {
    return document.root.attr("v")?.value;
  } finally {
    document.dispose();
  }
}

test("DOC-04 any tidied text survives the windows-1251 file unchanged", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
      const value = tidyText(text);
      expect(tidyText(value)).toBe(value);
      expect(valueAfterReading(encodeXml1251(element("Файл", { v: value })))).toBe(value);
    }),
    { numRuns: 300 },
  );
});

test("DOC-04 characters outside windows-1251 become character references", () => {
  const bytes = encodeXml1251(
    element("Файл", { v: `ЖШС «Қазбұлт» 100 ₸ № 5 & <"'>`, w: null }, [null, textElement("Т", "ə")]),
  );
  const text = Buffer.from(bytes).toString("latin1");
  expect(text).toContain('encoding="windows-1251"');
  expect(text).toContain("&#8376;");
  expect(text).toContain("&#1178;");
  expect(text).toContain("&#601;");
  expect(valueAfterReading(bytes)).toBe(`ЖШС «Қазбұлт» 100 ₸ № 5 & <"'>`);
});

test("DOC-04 text that XML cannot carry is refused, not replaced", () => {
  expect(() => encodeXml1251(element("Файл", { v: "a\u0001b" }))).toThrow(TypeError);
  expect(() => encodeXml1251(element("Файл", { v: "a\uD800b" }))).toThrow(TypeError);
  expect(tidyText(" a\u0001\t\n b\uD800\u0085c ")).toBe("a b\uFFFD c");
});
