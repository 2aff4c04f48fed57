import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { meQuery } from "../api/queries.ts";
import { FullPageError, FullPageLoading } from "../ui/full-page.tsx";
import { ErrorState, Loading } from "../ui/states.tsx";
import { NotFoundPage } from "./not-found/not-found-page.tsx";
import { firstProject } from "./projects.ts";
import { detailSearch, documentsSearch, expensesSearch, signInSearch } from "./search.ts";

interface RouterContext {
  readonly queryClient: QueryClient;
}

const rootRoute = createRootRouteWithContext<RouterContext>()({ component: Outlet, notFoundComponent: NotFoundPage });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  pendingComponent: FullPageLoading,
  errorComponent: FullPageError,
  path: "/sign-in",
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import("./sign-in/sign-in-page.tsx"), "SignInPage"),
});

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  pendingComponent: FullPageLoading,
  errorComponent: FullPageError,
  path: "/",
  beforeLoad: async ({ context }) => {
    const { projects } = await context.queryClient.ensureQueryData(meQuery);
    const project = firstProject(projects);
    if (project) throw redirect({ to: "/projects/$pid/balance/detail", params: { pid: project.pid }, replace: true });
  },
  component: lazyRouteComponent(() => import("./shell/no-projects.tsx"), "NoProjects"),
});

const projectRoute = createRoute({
  getParentRoute: () => rootRoute,
  pendingComponent: FullPageLoading,
  errorComponent: FullPageError,
  path: "/projects/$pid",
  beforeLoad: ({ context }) => context.queryClient.ensureQueryData(meQuery).then(() => undefined),
  component: lazyRouteComponent(() => import("./shell/shell.tsx"), "Shell"),
});

const projectHomeRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/projects/$pid/balance/detail", params, replace: true });
  },
});

const balanceRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/balance",
  component: lazyRouteComponent(() => import("./balance/balance-page.tsx"), "BalancePage"),
});

const balanceHomeRoute = createRoute({
  getParentRoute: () => balanceRoute,
  path: "/",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/projects/$pid/balance/detail", params, replace: true });
  },
});

const detailRoute = createRoute({
  getParentRoute: () => balanceRoute,
  path: "/detail",
  validateSearch: detailSearch,
  component: lazyRouteComponent(() => import("./balance/detail-tab.tsx"), "DetailTab"),
});

const expensesRoute = createRoute({
  getParentRoute: () => balanceRoute,
  path: "/expenses",
  validateSearch: expensesSearch,
  component: lazyRouteComponent(() => import("./balance/expenses-tab.tsx"), "ExpensesTab"),
});

const paymentInvoicesRoute = createRoute({
  getParentRoute: () => balanceRoute,
  path: "/payment-invoices",
  component: lazyRouteComponent(() => import("./payment-invoices/payment-invoices-tab.tsx"), "PaymentInvoicesTab"),
});

const documentsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/documents",
  validateSearch: documentsSearch,
  component: lazyRouteComponent(() => import("./documents/documents-page.tsx"), "DocumentsPage"),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  homeRoute,
  projectRoute.addChildren([
    projectHomeRoute,
    balanceRoute.addChildren([balanceHomeRoute, detailRoute, expensesRoute, paymentInvoicesRoute]),
    documentsRoute,
  ]),
]);

export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
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
