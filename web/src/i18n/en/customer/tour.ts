/** What the tour says of the customer's pages. */
export const tour = {
  tourOf: {
    overview: {
      title: "Overview",
      text: "The project’s money, how long it lasts, this month’s spending and what needs attention. Every day starts here.",
    },
    balance: {
      title: "Balance",
      text: "Every movement of money and bonuses: payments, charges, returns. Opening plus movements is closing on every page, and all of it exports to a sheet.",
    },
    expenses: {
      title: "Expenses",
      text: "What each service cost, day by day. Press an amount and it unfolds to price, quantity and the event it came from.",
    },
    documents: {
      title: "Closing documents",
      text: "A month’s papers appear once it is closed: PDF and XML, singly or as one archive.",
    },
    members: {
      title: "Members",
      text: "Invite your accountant and colleagues: each sees only what the role needs.",
    },
    general: {
      title: "Project",
      text: "The project’s name and PID, its region and who owns it. Here you can leave it, too.",
    },
    notifications: {
      title: "Notifications",
      text: "What we write about and to which addresses: freezing, documents, new sign-ins.",
    },
    requests: {
      title: "Requests",
      text: "Ask us anything: the number, the time by which we answer and the whole thread, here and by mail.",
    },
    help: {
      title: "Help",
      text: "Answers to common questions, with your project’s own figures and links.",
    },
  },
};
