import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { saidLater } from "../../i18n/index.ts";
import { rootRoute } from "../../session/routes.tsx";

const page = () => saidLater(import("./pieces-page.tsx"));

/** Where who makes pages looks at the shared pieces; no build that customers get has it. */
export const piecesRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/_pieces",
    component: lazyRouteComponent(page, "PiecesPage"),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/_pieces/$whole",
    component: lazyRouteComponent(page, "WholePage"),
  }),
];
