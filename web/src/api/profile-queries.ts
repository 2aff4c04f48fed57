import { queryOptions } from "@tanstack/react-query";
import { api, taken } from "./fetch.ts";

/** The own telephone, and the one that waits for its code. */
export const phoneQuery = queryOptions({
  queryKey: ["phone"],
  queryFn: ({ signal }) => taken(api.GET("/v1/me/phone", { signal })),
});

/** The change of one's address that waits for the mailboxes. */
export const mailChangeQuery = queryOptions({
  queryKey: ["mailChange"],
  queryFn: ({ signal }) => taken(api.GET("/v1/me/mail-change", { signal })),
});

/** By which passkeys one may sign in. */
export const passkeysQuery = queryOptions({
  queryKey: ["passkeys"],
  queryFn: ({ signal }) => taken(api.GET("/v1/me/passkeys", { signal })),
});

/** Through which companies one has come in. */
export const ownSsoQuery = queryOptions({
  queryKey: ["own-sso"],
  queryFn: ({ signal }) => taken(api.GET("/v1/me/sso", { signal })),
});

/** Where one is signed in. */
export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: ({ signal }) => taken(api.GET("/v1/me/sessions", { signal })),
});

/** When staff looked at the console as oneself. */
export const visitsQuery = queryOptions({
  queryKey: ["visits"],
  queryFn: ({ signal }) => taken(api.GET("/v1/me/visits", { signal })),
});

/** Whether oneself is to be erased, and when. */
export const erasureQuery = queryOptions({
  queryKey: ["erasure"],
  queryFn: ({ signal }) => taken(api.GET("/v1/me/erasure", { signal })),
});

/** What keeps oneself from being erased; asked anew each time the page is opened. */
export const erasureCheckQuery = queryOptions({
  queryKey: ["erasureCheck"],
  queryFn: ({ signal }) => taken(api.POST("/v1/me/erasure/check", { signal })),
  staleTime: 0,
  gcTime: 0,
});
