import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { meQuery } from "../api/queries.ts";
import { saidLater } from "../i18n/index.ts";
import { startPage } from "../session/me.ts";
import { notificationsSearch } from "../session/notifications/search.ts";
import { rootRoute } from "../session/routes.tsx";
import { FullPageError, FullPageLoading } from "../ui/full-page.tsx";
import { firstProject, startOf } from "./projects.ts";
import {
  actsSearch,
  detailSearch,
  documentsSearch,
  expensesSearch,
  newRequestSearch,
  papersSearch,
  helpSearch,
  requestsSearch,
} from "./search.ts";

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  pendingComponent: FullPageLoading,
  errorComponent: FullPageError,
  path: "/",
  beforeLoad: async ({ context }) => {
    const me = await context.queryClient.ensureQueryData(meQuery);
    const project = firstProject(me.projects);
    if (!project && (me.staffRole !== null || me.needsSecondFactor))
      throw redirect({ href: startPage(me), replace: true });
    if (project) throw redirect({ to: startOf(project), replace: true });
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
  beforeLoad: async ({ context, params }) => {
    const { projects } = await context.queryClient.ensureQueryData(meQuery);
    const project = projects.find(({ pid }) => pid === params.pid);
    if (project) throw redirect({ to: startOf(project), replace: true });
    throw redirect({ to: "/projects/$pid/balance/detail", params, replace: true });
  },
});

const overviewRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/overview",
  component: lazyRouteComponent(() => import("./overview/overview-page.tsx"), "OverviewPage"),
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
  validateSearch: papersSearch,
  component: lazyRouteComponent(
    () => saidLater(import("./payment-invoices/payment-invoices-tab.tsx")),
    "PaymentInvoicesTab",
  ),
});

const documentsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/documents",
  validateSearch: documentsSearch,
  component: lazyRouteComponent(() => saidLater(import("./documents/documents-page.tsx")), "DocumentsPage"),
});

const notificationsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/notifications",
  validateSearch: notificationsSearch,
  component: lazyRouteComponent(() => import("../session/notifications/notifications-page.tsx"), "NotificationsPage"),
});

const settingsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/settings",
  component: lazyRouteComponent(() => saidLater(import("./settings/settings-page.tsx")), "SettingsPage"),
});

const settingsHomeRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/projects/$pid/settings/general", params, replace: true });
  },
});

const generalRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/general",
  component: lazyRouteComponent(() => import("./settings/general-tab.tsx"), "GeneralTab"),
});

const membersRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/members",
  component: lazyRouteComponent(() => import("./settings/members-tab.tsx"), "MembersTab"),
});

const notificationSettingsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/notifications",
  component: lazyRouteComponent(() => import("./settings/notifications-tab.tsx"), "NotificationsTab"),
});

const tokensRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/tokens",
  component: lazyRouteComponent(() => import("./settings/tokens-tab.tsx"), "TokensTab"),
});

const ssoRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/sso",
  component: lazyRouteComponent(() => import("./settings/sso-tab.tsx"), "SsoTab"),
});

const requestsRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/requests",
  validateSearch: requestsSearch,
  component: lazyRouteComponent(() => saidLater(import("./requests/requests-page.tsx")), "RequestsPage"),
});

const newRequestRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/requests/new",
  validateSearch: newRequestSearch,
  component: lazyRouteComponent(() => saidLater(import("./requests/new-request-page.tsx")), "NewRequestPage"),
});

const requestRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/requests/$id",
  component: lazyRouteComponent(() => saidLater(import("./requests/request-page.tsx")), "RequestPage"),
});

const actsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: "/acts",
  validateSearch: actsSearch,
  component: lazyRouteComponent(() => import("./settings/acts-tab.tsx"), "ActsTab"),
});

const profileRoute = createRoute({
  getParentRoute: () => rootRoute,
  pendingComponent: FullPageLoading,
  errorComponent: FullPageError,
  path: "/profile",
  beforeLoad: ({ context }) => context.queryClient.ensureQueryData(meQuery).then(() => undefined),
  component: lazyRouteComponent(() => saidLater(import("./profile/profile-shell.tsx")), "ProfileShell"),
});

const profileHomeRoute = createRoute({
  getParentRoute: () => profileRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/profile/sessions", replace: true });
  },
});

const sessionsRoute = createRoute({
  getParentRoute: () => profileRoute,
  path: "/sessions",
  component: lazyRouteComponent(() => import("./profile/sessions-page.tsx"), "SessionsPage"),
});

const helpPages = () => saidLater(import("./help/help-pages.tsx"));
const publicHelp = () => saidLater(import("./help/public-help.tsx"));

const helpRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/help",
  validateSearch: helpSearch,
  component: lazyRouteComponent(helpPages, "HelpPage"),
});

const helpArticleRoute = createRoute({
  getParentRoute: () => projectRoute,
  path: "/help/$code",
  component: lazyRouteComponent(helpPages, "HelpArticlePage"),
});

const publicHelpRoute = createRoute({
  getParentRoute: () => rootRoute,
  pendingComponent: FullPageLoading,
  errorComponent: FullPageError,
  path: "/help",
  validateSearch: helpSearch,
  component: lazyRouteComponent(publicHelp, "PublicHelpPage"),
});

const publicHelpArticleRoute = createRoute({
  getParentRoute: () => rootRoute,
  pendingComponent: FullPageLoading,
  errorComponent: FullPageError,
  path: "/help/$code",
  component: lazyRouteComponent(publicHelp, "PublicHelpArticlePage"),
});

/** What a letter's link opens; whoever comes is nobody yet. */
const changeMailRoute = createRoute({
  getParentRoute: () => rootRoute,
  pendingComponent: FullPageLoading,
  errorComponent: FullPageError,
  path: "/change-mail/$side",
  component: lazyRouteComponent(() => saidLater(import("./change-mail/change-mail-page.tsx")), "ChangeMailPage"),
});

const securityRoute = createRoute({
  getParentRoute: () => profileRoute,
  path: "/security",
  component: lazyRouteComponent(() => import("./profile/security-page.tsx"), "SecurityPage"),
});

const aboutRoute = createRoute({
  getParentRoute: () => profileRoute,
  path: "/about",
  component: lazyRouteComponent(() => import("./profile/about-page.tsx"), "AboutPage"),
});

const personalRoute = createRoute({
  getParentRoute: () => profileRoute,
  path: "/data",
  component: lazyRouteComponent(() => import("./profile/personal-page.tsx"), "PersonalPage"),
});

/** The customer's console below the root. */
export const customerRoutes = [
  homeRoute,
  profileRoute.addChildren([profileHomeRoute, aboutRoute, sessionsRoute, securityRoute, personalRoute]),
  changeMailRoute,
  publicHelpRoute,
  publicHelpArticleRoute,
  projectRoute.addChildren([
    projectHomeRoute,
    overviewRoute,
    balanceRoute.addChildren([balanceHomeRoute, detailRoute, expensesRoute, paymentInvoicesRoute]),
    documentsRoute,
    requestsRoute,
    newRequestRoute,
    requestRoute,
    notificationsRoute,
    helpRoute,
    helpArticleRoute,
    settingsRoute.addChildren([
      settingsHomeRoute,
      generalRoute,
      membersRoute,
      notificationSettingsRoute,
      tokensRoute,
      ssoRoute,
      actsRoute,
    ]),
  ]),
] as const;
