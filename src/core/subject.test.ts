import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { SUBJECT_KINDS, parseSubjectKey, subjectKey } from "./subject.ts";

describe("a subject's key", () => {
  it("PTR-17 reads back as the subject it was made of, and no other text reads as one", () => {
    const subject = fc.record({
      kind: fc.constantFrom(...SUBJECT_KINDS),
      id: fc.bigInt({ min: 0n, max: 9_223_372_036_854_775_807n }),
    });
    fc.assert(
      fc.property(subject, (one) => {
        expect(parseSubjectKey(subjectKey(one))).toEqual(one);
      }),
    );
    for (const text of ["", "project", "project:", "project:01", "project:-1", "Project:1", "staff:1", "project:1 "])
      expect(parseSubjectKey(text)).toBeNull();
  });
});
