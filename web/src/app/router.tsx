import type { QueryClient } from "@tanstack/react-query";
import { type AnyRoute, createRouter } from "@tanstack/react-router";
import type { customerRoutes } from "../customer/routes.tsx";
import type { officeRoutes } from "../office/routes.tsx";
import type { ConsoleName } from "../session/consoles.ts";
import { rootRoute, type signInRoute, type signUpRoutes } from "../session/routes.tsx";
import { ErrorState, Loading } from "../ui/states.tsx";

type Routes = readonly [typeof signInRoute, ...typeof signUpRoutes, ...typeof customerRoutes, ...typeof officeRoutes];

/** The routes of all consoles, for the types of links alone: a console's bundle has only its own. */
type RouteTree = ReturnType<typeof rootRoute.addChildren<Routes>>;

export function makeRouter(console: ConsoleName, routes: readonly AnyRoute[], queryClient: QueryClient) {
  return createRouter({
    // A link into another console has its type here and is followed by loading that console's page (session/routes.tsx).
    routeTree: rootRoute.addChildren(routes) as unknown as RouteTree,
    context: { queryClient, console },
    defaultPreload: "intent",
    defaultPendingMs: 300,
    defaultPendingComponent: Loading,
    defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} onRetry={reset} />,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
