import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { formatPid } from "../../../core/ids.ts";
import { recognisePid } from "./recognise-pid.ts";

const ID = 1234567890n;

describe("PID in the purpose of payment", () => {
  it.each([
    "mcs1234567890",
    "MCS1234567890",
    "PID: mcs 1234567890",
    "Оплата услуг, PID mcs1234567890, НДС 22% 180-33",
    "пополнение(mcs1234567890)",
    "pidmcs1234567890",
    "мcs1234567890",
    "mсs1234567890",
    "мсѕ 1234567890",
    "МСS-1234567890",
    "mcs № 1234567890",
    "mcs 123 456 78 90",
    "mcs12345-67890",
    "mcs12345\n67890",
    "m\ncs1234567890",
    "mcs1234567890 15.10.2026",
    "mcs1234567890, mcs 1234567890",
    "ｍｃｓ１２３４５６７８９０",
    "Договор MCS-2026/15, PID mcs1234567890.",
    "mcs\u00a01234567890",
  ])("PAY-05 recognises %j", (purpose) => {
    expect(recognisePid(purpose)).toEqual({ kind: "recognised", projectId: ID });
  });

  it.each([
    "",
    "Оплата услуг по договору 15",
    "1234567890",
    "PID 1234567890",
    "mcs123456789",
    "mcs12345678901",
    "mcs1234567890-1",
    "mcs 12345 67890 1",
    "mcs1234567890a",
    "xmcs1234567890",
    "mcs",
    "mсб1234567890",
    "mcs12345678O0",
  ])("PAY-05 does not guess from %j", (purpose) => {
    expect(recognisePid(purpose)).toEqual({ kind: "unrecognised" });
  });

  it("PAY-05 two PIDs, or a PID beside a near miss, are ambiguous", () => {
    expect(recognisePid("mcs1234567890 и mcs1234567891")).toEqual({ kind: "ambiguous", projectIds: [ID, ID + 1n] });
    expect(recognisePid("mcs1234567890; mcs123456789")).toEqual({ kind: "ambiguous", projectIds: [ID] });
  });

  const projectId = fc.bigInt(0n, 9_999_999_999n);
  const words = fc.string({ unit: fc.constantFrom(..."абвxyz ,.()№%"), maxLength: 30 });

  it("PAY-05 finds any PID written in any tolerated way among words", () => {
    const letter = (forms: string) => fc.constantFrom(...forms);
    const prefix = fc.tuple(letter("mMмМ"), letter("cCсС"), letter("sSѕЅ")).map((letters) => letters.join(""));
    const separator = fc.constantFrom("", " ", "-", ": ", " № ", "\n", "\u00a0");
    fc.assert(
      fc.property(projectId, prefix, separator, words, words, (id, mcs, gap, before, after) => {
        const purpose = `${before} ${mcs}${gap}${formatPid(id).slice(3)} ${after}`;
        expect(recognisePid(purpose)).toEqual({ kind: "recognised", projectId: id });
      }),
    );
  });

  it("PAY-05 a run of any other length is never a PID", () => {
    const run = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(
        run.filter((digits) => digits.length !== 10),
        words,
        (digits, after) => {
          expect(recognisePid(`PID mcs${digits} ${after}`).kind).toBe("unrecognised");
        },
      ),
    );
  });

  it("PAY-05 two different PIDs are never decided between", () => {
    fc.assert(
      fc.property(projectId, projectId, words, (one, other, between) => {
        fc.pre(one !== other);
        expect(recognisePid(`${formatPid(one)} ${between} ${formatPid(other)}`).kind).toBe("ambiguous");
      }),
    );
  });

  it("answers any text, a long one too", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => void recognisePid(text)));
    expect(recognisePid("mcs1 ".repeat(40_000)).kind).toBe("unrecognised");
    expect(recognisePid(`mcs${"1 ".repeat(100_000)}a`).kind).toBe("unrecognised");
  });
});
