import type { English } from "../english.ts";
import type { act as texts } from "../ru/acts.ts";

export const act: English<typeof texts> = {
  act: {
    refused: "Refused",
    refusedOnly: "Refusals only",
    class: "About",
    all: "All",
    class_money: "Money",
    class_rights: "Rights",
    class_details: "Details",
    class_prices: "Prices",
    class_documents: "Documents",
  },
};
