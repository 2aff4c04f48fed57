/** Reliability 15: what automation halted at. */
export const halts = {
  halts: {
    title: "Halts of automation",
    lead: "Automation halts by itself where within an hour it would freeze or delete more projects than it may without a person. Find the cause before it goes on.",
    empty: "Automation runs",
    emptyHint: "Nothing is halted. It halts when too many projects are to be frozen or deleted at once.",
    what: "What is halted",
    affected: "Projects it would touch",
    allowed: "{{count}} an hour are allowed",
    since: "since {{at}} UTC",
    kind_freeze: "Freezing of projects",
    kind_deletion: "Deletion of objects",
    release: "Propose to go on",
    releaseHint: "Two persons decide: another member of staff confirms your proposal.",
    why: "What was the cause of the halt?",
  },
};
