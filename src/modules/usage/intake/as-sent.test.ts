import fc from "fast-check";
import { expect, it } from "vitest";

import { elementsOf, sentByHeaders } from "./as-sent.ts";

it("PRC-04 each element of a batch is found as it is written, whatever stands in it", () => {
  const values = fc.array(fc.jsonValue(), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(values, fc.constantFrom("", " ", "\n\t"), (all, space) => {
      const written = all.map((value) => JSON.stringify(value, null, space));
      expect(elementsOf(`${space}[${space}${written.join(`${space},${space}`)}${space}]`)).toEqual(written);
    }),
  );
});

it("PRC-04 an event in headers is kept with its attributes before its data", () => {
  const headers = { "ce-id": "a%20b", authorization: "Bearer x", "content-type": "application/json" };
  const { bytes } = sentByHeaders(headers, Buffer.from(' {"sku":1}'));
  expect(Buffer.from(bytes).toString()).toBe('ce-id: a%20b\r\ncontent-type: application/json\r\n\r\n {"sku":1}');
});
