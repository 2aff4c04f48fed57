import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { meQuery } from "../api/queries.ts";
import { notificationsSearch } from "../session/notifications/search.ts";
import { SECOND_FACTOR_PAGE } from "../session/me.ts";
import { rootRoute } from "../session/routes.tsx";
import { FullPageError, FullPageLoading } from "../ui/full-page.tsx";
import {
  actsSearch,
  alarmsSearch,
  casesSearch,
  erasuresSearch,
  jobsSearch,
  outboxSearch,
  payersSearch,
  proposalsSearch,
  quarantineSearch,
  securitySearch,
  signInsSearch,
  ssoSearch,
  workSearch,
} from "./search.ts";
import { sectionsFor } from "./sections.ts";

const officeRoute = createRoute({
  getParentRoute: () => rootRoute,
  pendingComponent: FullPageLoading,
  errorComponent: FullPageError,
  path: "/office",
  beforeLoad: async ({ context }) => {
    const me = await context.queryClient.ensureQueryData(meQuery);
    if (me.needsSecondFactor) throw redirect({ href: SECOND_FACTOR_PAGE, reloadDocument: true, replace: true });
    return { me };
  },
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

const proposalsRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/proposals",
  validateSearch: proposalsSearch,
  component: lazyRouteComponent(() => import("./proposals/proposals-page.tsx"), "ProposalsPage"),
});

const proposalRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/proposals/$id",
  validateSearch: proposalsSearch,
  component: lazyRouteComponent(() => import("./proposals/proposal-page.tsx"), "ProposalPage"),
});

const haltsRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/halts",
  component: lazyRouteComponent(() => import("./halts/halts-page.tsx"), "HaltsPage"),
});

const bankFilesRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/bank-files",
  component: lazyRouteComponent(() => import("./bank-files/bank-files-page.tsx"), "BankFilesPage"),
});

const quarantineRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/quarantine",
  validateSearch: quarantineSearch,
  component: lazyRouteComponent(() => import("./quarantine/quarantine-page.tsx"), "QuarantinePage"),
});

const accrualFailuresRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/accrual-failures",
  component: lazyRouteComponent(() => import("./accrual-failures/accrual-failures-page.tsx"), "AccrualFailuresPage"),
});

const operationsRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/operations",
  component: lazyRouteComponent(() => import("./operations/operations-page.tsx"), "OperationsPage"),
});

const alarmsRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/alarms",
  validateSearch: alarmsSearch,
  component: lazyRouteComponent(() => import("./operations/alarms-page.tsx"), "AlarmsPage"),
});

const outboxRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/outbox",
  validateSearch: outboxSearch,
  component: lazyRouteComponent(() => import("./operations/outbox-page.tsx"), "OutboxPage"),
});

const jobsRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/jobs",
  validateSearch: jobsSearch,
  component: lazyRouteComponent(() => import("./operations/jobs-page.tsx"), "JobsPage"),
});

const invariantsRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/invariants",
  component: lazyRouteComponent(() => import("./operations/invariants-page.tsx"), "InvariantsPage"),
});

const unpricedRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/unpriced-usage",
  component: lazyRouteComponent(() => import("./operations/unpriced-page.tsx"), "UnpricedPage"),
});

const staffRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/staff",
  component: lazyRouteComponent(() => import("./administration/staff-page.tsx"), "StaffPage"),
});

const configurationRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/configuration",
  component: lazyRouteComponent(() => import("./administration/configuration-page.tsx"), "ConfigurationPage"),
});

const waitingRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/waiting-documents",
  component: lazyRouteComponent(() => import("./waiting/waiting-page.tsx"), "WaitingPage"),
});

const projectsRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/projects",
  validateSearch: payersSearch,
  component: lazyRouteComponent(() => import("./projects/projects-page.tsx"), "ProjectsPage"),
});

const projectRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/projects/$pid",
  validateSearch: payersSearch,
  component: lazyRouteComponent(() => import("./projects/project-page.tsx"), "ProjectPage"),
});

const payersRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/payers",
  validateSearch: payersSearch,
  component: lazyRouteComponent(() => import("./payers/payers-page.tsx"), "PayersPage"),
});

const payerRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/payers/$id",
  validateSearch: payersSearch,
  component: lazyRouteComponent(() => import("./payers/payer-page.tsx"), "PayerPage"),
});

const securityRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/security",
  validateSearch: securitySearch,
  component: lazyRouteComponent(() => import("./security/security-page.tsx"), "SecurityPage"),
});

const signInsRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/sign-ins",
  validateSearch: signInsSearch,
  component: lazyRouteComponent(() => import("./sign-ins/sign-ins-page.tsx"), "SignInsPage"),
});

const erasuresRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/erasures",
  validateSearch: erasuresSearch,
  component: lazyRouteComponent(() => import("./erasures/erasures-page.tsx"), "ErasuresPage"),
});

const ssoRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/sso",
  validateSearch: ssoSearch,
  component: lazyRouteComponent(() => import("./sso/sso-page.tsx"), "SsoPage"),
});

const myWorkRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/my-work",
  validateSearch: workSearch,
  component: lazyRouteComponent(() => import("./requests/my-work-page.tsx"), "MyWorkPage"),
});

const casesRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/requests",
  validateSearch: casesSearch,
  component: lazyRouteComponent(() => import("./requests/cases-page.tsx"), "CasesPage"),
});

const caseRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/requests/$id",
  component: lazyRouteComponent(() => import("./requests/case-page.tsx"), "CasePage"),
});

const actsRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/acts",
  validateSearch: actsSearch,
  component: lazyRouteComponent(() => import("./acts/acts-page.tsx"), "ActsPage"),
});

const notificationsRoute = createRoute({
  getParentRoute: () => officeRoute,
  path: "/notifications",
  validateSearch: notificationsSearch,
  component: lazyRouteComponent(() => import("../session/notifications/notifications-page.tsx"), "NotificationsPage"),
});

/** The staff's console below the root. */
export const officeRoutes = [
  officeRoute.addChildren([
    officeHomeRoute,
    myWorkRoute,
    casesRoute,
    caseRoute,
    proposalsRoute,
    proposalRoute,
    operationsRoute,
    alarmsRoute,
    outboxRoute,
    jobsRoute,
    invariantsRoute,
    unpricedRoute,
    staffRoute,
    configurationRoute,
    haltsRoute,
    suspenseRoute,
    bankFilesRoute,
    quarantineRoute,
    accrualFailuresRoute,
    waitingRoute,
    projectsRoute,
    projectRoute,
    payersRoute,
    payerRoute,
    securityRoute,
    actsRoute,
    signInsRoute,
    erasuresRoute,
    ssoRoute,
    notificationsRoute,
  ]),
] as const;
