import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { postIdentity } from "../api/fetch.ts";
import { meQuery } from "../api/queries.ts";
import { startPage } from "./me.ts";

export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** Of the second factor, when it was asked for. */
  readonly code?: string;
}

/** Signs in and goes on to `next`, a path of this site, or to where the person begins. */
export function useSignIn(next?: string) {
  const entered = useEntered(next);
  return useMutation({
    mutationFn: (credentials: Credentials) => postIdentity("/api/auth/sign-in/email", { ...credentials }),
    onSuccess: () => entered(),
  });
}

/** Where somebody goes on who has just signed in: `to` or `next`, paths of this site, or where the person begins. */
export function useEntered(next?: string): (to?: string | null) => Promise<void> {
  const queryClient = useQueryClient();
  const router = useRouter();
  return async (to) => {
    queryClient.clear();
    // The form that had the focus goes: the keyboard goes on from the page's content.
    const stop = router.subscribe("onRendered", () => {
      stop();
      document.getElementById("content")?.focus({ preventScroll: true });
    });
    // `next` is a path of this site (signInSearch): history takes it whole, with its filters.
    router.history.replace(to ?? next ?? startPage(await queryClient.fetchQuery(meQuery)));
  };
}
