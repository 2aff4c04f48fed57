import type { English } from "../english.ts";
import type { visit as texts } from "../ru/visit.ts";

export const visit: English<typeof texts> = {
  visit: {
    title: "You look as the customer",
    as: "You look as {{name}}, until {{until}}",
    only: "Nothing can be changed. Reason given to the customer:",
    leave: "Finish",
  },
};
