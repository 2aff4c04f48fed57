import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { meQuery } from "../api/queries.ts";
import { startPage } from "../session/me.ts";
import { rootRoute } from "../session/routes.tsx";
import { FullPageError, FullPageLoading } from "../ui/full-page.tsx";
import { firstProject } from "./projects.ts";
import { detailSearch, documentsSearch, expensesSearch } from "./search.ts";

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  pendingComponent: FullPageLoading,
  errorComponent: FullPageError,
  path: "/",
  beforeLoad: async ({ context }) => {
    const me = await context.queryClient.ensureQueryData(meQuery);
    const project = firstProject(me.projects);
    if (!project && me.staffRole !== null) throw redirect({ href: startPage(me), replace: true });
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

/** The customer's console below the root. */
export const customerRoutes = [
  homeRoute,
  projectRoute.addChildren([
    projectHomeRoute,
    balanceRoute.addChildren([balanceHomeRoute, detailRoute, expensesRoute, paymentInvoicesRoute]),
    documentsRoute,
  ]),
] as const;
