/** What the tour says of the office's sections. */
export const tour = {
  officeTour: {
    "my-work": "All that waits for you: yours, and what is nobody’s in your department, overdue first.",
    requests:
      "Queues of customers’ requests with their deadlines. An answer goes to the console and by mail; internal notes stay with us.",
    operations: "Alarms, queues and the processes’ health on one page. Where to begin when something is wrong.",
    halts:
      "If too many projects would freeze within an hour, automation stops by itself. It takes two people to let it go on.",
    quarantine: "Events that could not be counted: why, whose, and what to do. Nothing is lost silently.",
    "security-events": "Sign-ins, refusals and acts of staff: who, from where, when.",
    suspense: "Transfers that were not credited by themselves. Each line says why; many can be decided at once.",
    "bank-files": "Bring a statement: known transfers are not credited twice, doubtful ones wait for a decision.",
    proposals: "Large sums and dangerous acts are proposed by one person and confirmed by another.",
    "waiting-documents":
      "Services of closed months that are in no paper: whose and why. Mend the cause and the paper is issued.",
    payers: "Find a payer by name, INN or BIN, or contract number: the details and what they lack.",
    projects: "Find a project by PID, name or the owner’s mail: state, balances, payer.",
    "sign-ins": "Why somebody cannot sign in, their sessions and tokens, and the console as the customer sees it.",
  },
};
