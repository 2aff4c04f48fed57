import "@gravity-ui/uikit/styles/styles.css";
import "../ui/theme.css";
import { ThemeProvider, Toaster, ToasterComponent, ToasterProvider } from "@gravity-ui/uikit";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { Refusal } from "../api/problem.ts";
import { meQuery } from "../api/queries.ts";
import { PreferencesProvider, usePreferences } from "../ui/preferences.tsx";
import { makeRouter } from "./routes.tsx";

const toaster = new Toaster();

const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
  mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => failures < 2 && mayPass(error),
    },
  },
});

const router = makeRouter(queryClient);

export function App() {
  return (
    <PreferencesProvider>
      <Themed />
    </PreferencesProvider>
  );
}

function Themed() {
  const { theme, language } = usePreferences();
  return (
    <ThemeProvider theme={theme} lang={language} defaultProps={{ Select: { disablePortal: true } }}>
      <QueryClientProvider client={queryClient}>
        <ToasterProvider toaster={toaster}>
          <RouterProvider router={router} />
          <ToasterComponent />
        </ToasterProvider>
      </QueryClientProvider>
    </ThemeProvider>
  );
}

/** A lost connection or a failing server may recover by itself; a refusal stays a refusal. */
function mayPass(error: Error): boolean {
  return !(error instanceof Refusal) || error.status === 0 || error.status >= 500;
}

/** Any 401 means that the session has ended: the page asks to sign in again and comes back to where it was. */
function leaveWhenSignedOut(error: Error): void {
  if (!(error instanceof Refusal) || error.status !== 401) return;
  const { pathname, href } = router.state.location;
  if (pathname === "/sign-in") return;
  const wasIn = queryClient.getQueryData(meQuery.queryKey) !== undefined;
  const search = { next: href === "/" ? undefined : href, expired: wasIn ? true : undefined };
  void router.navigate({ to: "/sign-in", search });
}
