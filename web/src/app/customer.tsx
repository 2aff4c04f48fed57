import { customerRoutes } from "../customer/routes.tsx";
import { signInRoute, signUpRoutes } from "../session/routes.tsx";
import { start } from "./app.tsx";

const isForCustomers = import.meta.env.MODE === "production";

await start({
  console: "customer",
  routes: [
    signInRoute,
    ...signUpRoutes,
    ...customerRoutes,
    ...(isForCustomers ? [] : (await import("./pieces/routes.tsx")).piecesRoutes),
  ],
  texts: {
    first: {
      ru: async () => (await import("../i18n/ru/customer/first.ts")).first,
      en: async () => (await import("../i18n/en/customer/first.ts")).first,
    },
    later: {
      ru: async () => (await import("../i18n/ru/customer/later.ts")).later,
      en: async () => (await import("../i18n/en/customer/later.ts")).later,
    },
  },
});
