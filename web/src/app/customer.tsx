import { customerRoutes } from "../customer/routes.tsx";
import { signInRoute } from "../session/routes.tsx";
import { start } from "./app.tsx";

await start({
  console: "customer",
  routes: [signInRoute, ...customerRoutes],
  texts: {
    ru: async () => (await import("../i18n/ru/customer/index.ts")).customer,
    en: async () => (await import("../i18n/en/customer/index.ts")).customer,
  },
});
