/** Texts of who is told of a project and how: in its settings, and behind a letter's link. */
export const notify = {
  notify: {
    own: "What you get",
    ownHint:
      "Letters and notifications of this project for you. What is greyed cannot be muted: it is about keeping the project or your place in it.",
    letter: "Letter",
    console: "In the console",
    letterOf: "{{name}}: letter",
    consoleOf: "{{name}}: in the console",
    addresses: "Other addresses",
    addressesHint:
      "For instance the accounts department's mailbox. Letters go there once whoever has the mailbox agrees.",
    email: "Mail",
    add: "Add the address",
    added: "Asked {{email}} for consent",
    remove: "Take away",
    removeOf: "Take {{email}} away",
    removed: "{{email}} gets no more letters",
    waits: "Waits for consent",
    confirmed: "Gets letters",
    about: "{{email}}: notifications of project “{{project}}”, {{pid}}",
    confirmTitle: "Get notifications?",
    confirmAct: "Get them",
    confirmDone: "Letters will come to this address. Each has a link to unsubscribe.",
    unsubscribeTitle: "Get no more letters?",
    unsubscribeAct: "Unsubscribe",
    unsubscribeDone: "No more letters of this project will come to this address.",
  },
};
