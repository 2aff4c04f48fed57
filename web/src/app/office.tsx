import { officeRoutes } from "../office/routes.tsx";
import { start } from "./app.tsx";

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
