import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import { hasSession } from "../api/fetch.ts";
import { meQuery } from "../api/queries.ts";
import { saidLater } from "../i18n/index.ts";
import { FullPageError, FullPageLoading } from "../ui/full-page.tsx";
import { type ConsoleName, consoleOf } from "./consoles.ts";
import { startPage } from "./me.ts";
import { NotFoundPage } from "./not-found-page.tsx";
import { companySearch, signInSearch } from "./search.ts";

interface RouterContext {
  readonly queryClient: QueryClient;
  /** Which console's page has been loaded. */
  readonly console: ConsoleName;
}

/** The root of every console. An address of another console is that console's page, which the browser loads anew. */
export const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  beforeLoad: ({ context, location, preload }) => {
    if (preload || consoleOf(location.pathname) === context.console) return;
    throw redirect({ href: location.href, reloadDocument: true, replace: true });
  },
});

/** One sign-in for all consoles; it stands in the customer's. */
export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  pendingComponent: FullPageLoading,
  errorComponent: FullPageError,
  path: "/sign-in",
  validateSearch: signInSearch,
  // Whoever is signed in goes on; what was said of a way that led back here is read first.
  beforeLoad: async ({ context, search, preload }) => {
    if (preload || search.expired || search.company !== undefined || !(await hasSession())) return;
    const me = await context.queryClient.fetchQuery(meQuery).catch(() => null);
    if (me) throw redirect({ href: search.next ?? startPage(me), replace: true });
  },
  component: lazyRouteComponent(() => import("./sign-in/sign-in-page.tsx"), "SignInPage"),
});

const atTheDoor = {
  getParentRoute: () => rootRoute,
  pendingComponent: FullPageLoading,
  errorComponent: FullPageError,
};
const askPage = () => saidLater(import("./sign-up/ask-page.tsx"));
const completePage = () => saidLater(import("./sign-up/complete-page.tsx"));

const addressPage = lazyRouteComponent(
  () => saidLater(import("./notifications/address-page.tsx")),
  "NotificationAddressPage",
);

/** Before sign-in, in the customer's console as well: whoever comes is nobody yet. */
export const signUpRoutes = [
  createRoute({ ...atTheDoor, path: "/register", component: lazyRouteComponent(askPage, "RegisterPage") }),
  createRoute({
    ...atTheDoor,
    path: "/register/complete",
    component: lazyRouteComponent(completePage, "CompleteRegistrationPage"),
  }),
  createRoute({ ...atTheDoor, path: "/forgot-password", component: lazyRouteComponent(askPage, "ForgotPasswordPage") }),
  createRoute({
    ...atTheDoor,
    path: "/reset-password/complete",
    component: lazyRouteComponent(completePage, "ResetPasswordPage"),
  }),
  // Where the way through a company leads, unless it ends in a session at once.
  createRoute({
    ...atTheDoor,
    path: "/sign-in/company",
    validateSearch: companySearch,
    component: lazyRouteComponent(() => saidLater(import("./company/company-page.tsx")), "CompanyPage"),
  }),
  createRoute({ ...atTheDoor, path: "/notification-address/confirm", component: addressPage }),
  createRoute({ ...atTheDoor, path: "/notification-address/unsubscribe", component: addressPage }),
  createRoute({
    ...atTheDoor,
    path: "/invitation",
    component: lazyRouteComponent(() => saidLater(import("./invitation/invitation-page.tsx")), "InvitationPage"),
  }),
] as const;
