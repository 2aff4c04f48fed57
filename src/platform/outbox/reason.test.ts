import fc from "fast-check";
import { expect, it } from "vitest";

import { reasonShown } from "./reason.ts";

it("reliability 64 why a message failed is shown without mail addresses, telephones, logins, what follows a question mark, and tokens", () => {
  expect(reasonShown("550 5.1.1 <ivan.petrov@example.com>: user unknown")).toBe(
    "550 5.1.1 <…@example.com>: user unknown",
  );
  expect(reasonShown("no route to +7 (916) 123-45-67")).toBe("no route to …");
  expect(reasonShown("GET https://host/hook?token=abc&x=1 answered 500")).toBe("GET https://host/hook?… answered 500");
  expect(reasonShown("smtp://user:pass@mail.test refused")).toBe("smtp://…@mail.test refused");
  expect(reasonShown("bad signature whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).toBe("bad signature …");
  expect(reasonShown("answered 503")).toBe("answered 503");
  expect(reasonShown("connect ECONNREFUSED 127.0.0.1:2525")).toBe("connect ECONNREFUSED 127.0.0.1:2525");
});

it("reliability 64 whatever stands around it, nobody's mailbox or telephone is left of a reason", () => {
  const word = fc.stringMatching(/^[a-z]{3,12}$/);
  // The host stays readable: a name that is a part of it would seem to be left.
  const person = fc
    .tuple(word, word)
    .filter(([name, host]) => !`${host}.test`.includes(name))
    .map(([name, host]) => ({ secret: name, text: `${name}@${host}.test` }));
  const phone = fc.stringMatching(/^[1-9]\d{9}$/).map((digits) => ({ secret: digits, text: `+7${digits}` }));
  const around = fc.string({ maxLength: 20 }).map((text) => text.replaceAll(/[a-z\d@]/giu, ""));
  fc.assert(
    fc.property(fc.oneof(person, phone), around, around, ({ secret, text }, before, after) => {
      expect(reasonShown(`${before} ${text} ${after}`)).not.toContain(secret);
    }),
  );
});
