import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { meQuery } from "../api/queries.ts";
import { rootRoute } from "../session/routes.tsx";
import { FullPageError, FullPageLoading } from "../ui/full-page.tsx";
import { quarantineSearch } from "./search.ts";
import { sectionsFor } from "./sections.ts";

const officeRoute = createRoute({
  getParentRoute: () => rootRoute,
  pendingComponent: FullPageLoading,
  errorComponent: FullPageError,
  path: "/office",
  beforeLoad: async ({ context }) => ({ me: await context.queryClient.ensureQueryData(meQuery) }),
  component: lazyRouteComponent(() => import("./shell.tsx"), "Shell"),
});

const officeHomeRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/",
  beforeLoad: ({ context }) => {
    const [first] = sectionsFor(context.me.staffRole);
    if (first) throw redirect({ to: first.href, replace: true });
  },
});

const suspenseRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/suspense",
  component: lazyRouteComponent(() => import("./suspense/suspense-page.tsx"), "SuspensePage"),
});

const quarantineRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/quarantine",
  validateSearch: quarantineSearch,
  component: lazyRouteComponent(() => import("./quarantine/quarantine-page.tsx"), "QuarantinePage"),
});

/** The staff's console below the root. */
export const officeRoutes = [officeRoute.addChildren([officeHomeRoute, suspenseRoute, quarantineRoute])] as const;
