export const waiting = {
  waiting: {
    title: "Waiting for documents",
    lead: "Supplies of closed months that are in no document: whose, why and how much. Nobody else is held up by them.",
    payer: "Payer",
    month: "Month",
    reason: "What is missing",
    since: "since {{date}}",
    amount: "Amount",
    empty: "Nobody waits for documents",
    emptyHint: "Whatever was supplied in closed months is in documents.",
    issue: "Issue what is ready: {{region}}",
    issueHint: "Issues documents to those who have all it takes by now. The others go on waiting.",
    asked: "Asked for. The documents come to their payers, and what is done leaves this list.",
    byRole: "An accountant, a document clerk or an operator may ask for it.",
  },
};
