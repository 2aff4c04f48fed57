import "@gravity-ui/uikit/styles/styles.css";
import "../ui/theme.css";
import { ThemeProvider, Toaster, ToasterComponent, ToasterProvider } from "@gravity-ui/uikit";
import { MutationCache, notifyManager, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type AnyRoute, RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Refusal } from "../api/problem.ts";
import { meQuery } from "../api/queries.ts";
import { startingLanguage, startTexts, type ConsoleTexts } from "../i18n/index.ts";
import type { ConsoleName } from "../session/consoles.ts";
import { PreferencesProvider, usePreferences } from "../ui/preferences.tsx";
import { Proof } from "../session/proof.tsx";
import { makeRouter } from "./router.tsx";

interface ConsoleParts {
  readonly console: ConsoleName;
  /** Children of the root route. */
  readonly routes: readonly AnyRoute[];
  readonly texts: ConsoleTexts;
}

const toaster = new Toaster();
/** What is refused with 401 to somebody who is signed in all the same: a wrong code, a proof that was not given. */
const STILL_IN = new Set(["code_refused", "code_needed", "proof_needed", "wrong_password"]);

/** Puts a console into the page: what the entry of each console calls. */
export async function start({ console, routes, texts }: ConsoleParts): Promise<void> {
  reloadWhenReplaced();
  // A button is at work by the time that its second press of a double click comes.
  notifyManager.setScheduler(queueMicrotask);
  const root = document.getElementById("root");
  if (!root) throw new Error("the page has no #root");
  await startTexts(startingLanguage(), texts);
  const queryClient = makeQueryClient((error) => leaveWhenSignedOut(error));
  const router = makeRouter(console, routes, queryClient);
  createRoot(root).render(
    <StrictMode>
      <PreferencesProvider>
        <App queryClient={queryClient} router={router} />
      </PreferencesProvider>
    </StrictMode>,
  );

  /** Any 401 means that the session has ended: the page asks to sign in again and comes back to where it was. */
  function leaveWhenSignedOut(error: Error): void {
    if (error instanceof Refusal && error.problem.code === "visit_over") return window.location.assign(OVER);
    if (!(error instanceof Refusal) || error.status !== 401 || STILL_IN.has(error.problem.code)) return;
    const { pathname, href } = router.state.location;
    if (pathname === "/sign-in") return;
    const wasIn = queryClient.getQueryData(meQuery.queryKey) !== undefined;
    const search = { next: href === "/" ? undefined : href, expired: wasIn ? true : undefined };
    void router.navigate({ to: "/sign-in", search });
  }
}

/** A part of the page that is not there any more: another version runs by now, and the page is opened anew, once in a while. */
function reloadWhenReplaced(): void {
  window.addEventListener("vite:preloadError", (event) => {
    const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
    if (Date.now() - last < RELOAD_AGAIN_MS) return;
    sessionStorage.setItem(RELOADED, String(Date.now()));
    event.preventDefault();
    window.location.reload();
  });
}

/** A visit that is over leads back to the office, which leaves it (AUD-02). */
const OVER = "/office/sign-ins";
const RELOADED = "saldo.reloaded";
const RELOAD_AGAIN_MS = 60_000;

function makeQueryClient(onError: (error: Error) => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: true,
        retry: (failures, error) => failures < 2 && mayPass(error),
      },
    },
  });
}

interface AppProps {
  readonly queryClient: QueryClient;
  readonly router: ReturnType<typeof makeRouter>;
}

function App({ queryClient, router }: AppProps) {
  const { theme, language } = usePreferences();
  return (
    <ThemeProvider theme={theme} lang={language} defaultProps={{ Select: { disablePortal: true } }}>
      <QueryClientProvider client={queryClient}>
        <ToasterProvider toaster={toaster}>
          <RouterProvider router={router} />
          <Proof />
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
