import { z } from "zod";

import { defineTopic, idField } from "../../platform/outbox/index.ts";

/** A code to a telephone (REG-09). Neither the code nor the number stands in it: both are looked up when it is sent. */
export const phoneCode = defineTopic({
  name: "phone.code",
  destination: "sms",
  subject: "user",
  ordered: false,
  payload: z.strictObject({
    linkId: idField,
    /** To the number that is to be linked, or to the one that is linked now. */
    side: z.enum(["new", "old"]),
    language: z.enum(["ru", "en"]),
    regionCode: z.string(),
  }),
});
