import { officeRoutes } from "../office/routes.tsx";
import { leaveVisit } from "../session/visit.ts";
import { start } from "./app.tsx";

// Who goes to the office in the tab of a visit looks as the customer no more.
await leaveVisit();
await start({
  console: "office",
  routes: officeRoutes,
  texts: {
    first: {
      ru: async () => (await import("../i18n/ru/office/index.ts")).office,
      en: async () => (await import("../i18n/en/office/index.ts")).office,
    },
  },
});
