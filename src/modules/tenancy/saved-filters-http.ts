import { z } from "zod";

import { Forbidden, NotFound, refusal } from "../../core/errors.ts";
import { noAct } from "../../platform/act.ts";
import { type Principal, type Route, idInput, idSchema, route } from "../../platform/http/index.ts";
import { deleteSavedFilter, selectSavedFilters, upsertSavedFilter } from "./saved-filter-store.ts";

const MOST = 30;
const TooManySaved = refusal(
  "too_many_saved_filters",
  409,
  "Сохранено уже 30 отборов: уберите ненужный",
  "30 filters are saved already: remove one",
);
const OWN = noAct("What somebody looks at again is theirs alone, and tells nothing to anybody.");
const BREAKS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u;
const listInput = z.string().regex(/^[a-z_]{1,40}$/);
const nameInput = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .refine((text) => !BREAKS.test(text));

/** Filters of lists that people keep under names of their own. */
export function savedFilterRoutes(): Route[] {
  return [listRoute(), saveRoute(), removeRoute()];
}

function listRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/me/saved-filters",
    operationId: "listSavedFilters",
    summary: "The filters that you keep of a list",
    query: z.strictObject({ list: listInput }),
    response: z.strictObject({
      items: z.array(z.strictObject({ id: idSchema, name: z.string(), query: z.string() })),
    }),
    access: { kind: "signed_in" },
    handler: ({ query, read }) =>
      read(async (tx) => ({
        items: (await selectSavedFilters(tx, query.list)).map(({ savedFilterId, ...one }) => ({
          id: savedFilterId.toString(),
          ...one,
        })),
      })),
  });
}

function saveRoute(): Route {
  return route({
    method: "PUT",
    path: "/v1/me/saved-filters",
    operationId: "saveFilter",
    summary: "Keeps a filter of a list under a name, in place of one that had it",
    body: z.strictObject({ list: listInput, name: nameInput, query: z.string().max(1_000) }),
    access: { kind: "signed_in" },
    idempotent: "inherent",
    act: OWN,
    refusals: [TooManySaved],
    handler: ({ body, principal, now, transaction }) =>
      transaction(async (tx) => {
        if (!(await upsertSavedFilter(tx, ownerOf(principal), body, { most: MOST, now }))) throw TooManySaved();
      }),
  });
}

function removeRoute(): Route {
  return route({
    method: "DELETE",
    path: "/v1/me/saved-filters/{id}",
    operationId: "removeSavedFilter",
    summary: "Keeps a filter no more",
    params: z.strictObject({ id: idInput }),
    access: { kind: "signed_in" },
    idempotent: "inherent",
    act: OWN,
    handler: ({ params, principal, transaction }) =>
      transaction(async (tx) => {
        if (!(await deleteSavedFilter(tx, ownerOf(principal), params.id))) throw NotFound({ values: { what: "id" } });
      }),
  });
}

/** Whose they are: a person's, not a token's of one project. */
function ownerOf(principal: Principal): bigint {
  if (principal.kind !== "user" || principal.onlyProject !== undefined) throw Forbidden();
  return principal.userNo;
}
