import type { English } from "../../english.ts";
import type { bankFiles as texts } from "../../ru/office/bank-files.ts";

export const bankFiles: English<typeof texts> = {
  bankFiles: {
    title: "Bank files",
    lead: "Statements as the bank gave them. A file is imported whole or not at all; the same one again changes nothing.",
    bring: "Import a statement",
    choose: "Choose a file",
    notChosen: "no file chosen",
    sample: "Sample statement: {{region}}",
    sampleHint:
      "In the sandbox only: today's statement in 1C format. One transfer will be credited to a project, one has no PID and will wait for a decision. Download it and import it here.",
    withdrawn: "The file {{file}} is taken back",
    whole: "I compared the file with the bank: it is right. A second person confirms it",
    brought:
      "Credited {{credited}}, waiting for a decision {{suspense}}, known already {{duplicates}}, outgoing {{outgoing}}",
    file: "File",
    accounts: "Accounts",
    lines: "Lines",
    otherPayers_one: "{{count}} transfer by another company's INN: {{pids}}",
    otherPayers_other: "{{count}} transfers by another company's INN: {{pids}}",
    linesOf: "credited {{credited}}, waiting {{waiting}}",
    by: "{{by}}, {{at}} UTC",
    withdrawalWaits: "Its withdrawal waits for a second person",
    takeBack: "Take back",
    takeBackWhy: "Why is the file taken back?",
    takenBack: "Taken back by {{by}}: {{note}}",
    empty: "No statement was imported yet",
    row: "line {{line}}: {{text}}",
  },
};
