import { z } from "zod";

import { type SubjectKind } from "../../src/core/subject.ts";
import { type Membership } from "../../src/modules/tenancy/index.ts";
import { type Access, type Route, idInput, limitQuery, pidParams, route } from "../../src/platform/http/index.ts";
import { type Database, type Tx } from "../../src/platform/db.ts";
import { type Entry } from "../arch/authorization-table.ts";
import { ownerOf } from "./database.ts";

/**
 * A route of each kind of subject, for tests: it answers all that the database shows, whatever the subject. The product has
 * no route yet for accounts, payers and partners, and no room for partners; what stands here is what theirs will stand on.
 */

const seenSchema = z.object({ subjects: z.array(z.string()), rows: z.record(z.string(), z.array(z.string())) });

const contractSchema = z.strictObject({ id: z.string(), number: z.string().nullable() });

/** The example of docs/guides/add-an-endpoint.md, word for word (a test compares them). */
export const CONTRACTS_OF_PAYER = route({
  method: "GET",
  path: "/v1/payers/{id}/contracts",
  operationId: "listContractsOfPayer",
  summary: "Contracts of a payer, the newest first (PYR-02)",
  params: z.strictObject({ id: idInput }),
  query: z.strictObject({ limit: limitQuery }),
  response: z.strictObject({ items: z.array(contractSchema) }),
  access: { kind: "member", of: "payer", permission: "documents.view", from: "params.id" },
  handler: ({ params, query, read }) => read((tx) => listContracts(tx, params.id, query.limit)),
});

async function listContracts(tx: Tx, payerId: bigint, limit: number) {
  const items = await tx.query<{ id: string; number: string | null }>(
    "select contract_id::text as id, number from contract where payer_id = $1 order by contract_id desc limit $2",
    [payerId, limit],
  );
  return { items };
}

/** Asked for whole, without any condition. */
const TABLES = [
  "account",
  "payer",
  "contract",
  "project",
  "wallet",
  "document",
  "request",
  "partner_paper",
  "user_paper",
] as const;

const permission = "documents.view";
const staff = ["support"] as const;
const byId = z.strictObject({ id: idInput });

export const PROBES: readonly Route[] = [
  CONTRACTS_OF_PAYER,
  probe("projects/{pid}", pidParams, { kind: "member", of: "project", permission, from: "params.pid", staff }),
  probe("accounts/{id}", byId, { kind: "member", of: "account", permission, from: "params.id", staff }),
  probe("payers/{id}", byId, { kind: "member", of: "payer", permission, from: "params.id", staff }),
  probe("requests/{id}", byId, {
    kind: "member",
    of: "request",
    permission: "requests.view",
    from: "params.id",
    staff,
  }),
  probe("partners/{id}", byId, { kind: "member", of: "partner", permission, from: "params.id", staff }),
  probe("users/{id}", byId, { kind: "member", of: "user", permission, from: "params.id", staff }),
  // A contract has an id of its own and belongs to a payer.
  probe("contracts/{id}", byId, {
    kind: "member",
    of: "payer",
    permission,
    from: {
      resolve: async (lookup, { id }) => {
        const rows = await lookup.query<{ payer_id: bigint }>("select payer_id from contract where contract_id = $1", [
          id,
        ]);
        return rows.map((row) => row.payer_id);
      },
    },
  }),
];

function probe(place: string, params: typeof pidParams | typeof byId, access: Access): Route {
  return route({
    method: "GET",
    path: `/v1/probe/${place}`,
    operationId: `probe ${place}`,
    summary: "All that the database shows to a reader of these subjects",
    params,
    response: seenSchema,
    access,
    handler: ({ subjects, read }) =>
      read(async (tx) => {
        const rows: Record<string, string[]> = {};
        for (const table of TABLES) {
          const found = await tx.query<{ text: string }>(`select row(t.*)::text as text from ${table} t`);
          rows[table] = found.map(({ text }) => text);
        }
        return { subjects: subjects.map(({ kind, id }) => `${kind}:${id}`), rows };
      }),
  });
}

/** Who may call the probes, as agreed. */
export const PROBE_TABLE: Readonly<Record<string, Entry>> = {
  "GET /v1/probe/projects/{pid}": { may: ["owner", "superadministrator", "billing_administrator"], staff },
  "GET /v1/probe/accounts/{id}": { may: ["owner"], knows: [], staff },
  "GET /v1/probe/payers/{id}": { may: ["owner"], knows: [], staff },
  "GET /v1/probe/contracts/{id}": { may: ["owner"], knows: [] },
  "GET /v1/payers/{id}/contracts": { may: ["owner"], knows: [] },
  "GET /v1/probe/users/{id}": { may: ["owner"], knows: [], staff },
  "GET /v1/probe/requests/{id}": { may: ["owner", "superadministrator", "billing_administrator"], knows: [], staff },
  "GET /v1/probe/partners/{id}": { may: ["owner"], knows: ["viewer"], staff },
};

/** A partner's papers, protected by the one line that a table of any kind of subject needs; made by the owner. */
export async function putPartners(database: Database, papers: readonly (readonly [bigint, string])[]): Promise<void> {
  const owner = ownerOf(database);
  await owner.query("create table partner_paper (partner_id bigint not null, text text not null)");
  await owner.query("call enable_subject_rls('partner_paper', '{partner}')");
  for (const paper of papers) await owner.query("insert into partner_paper values ($1, $2)", paper);
}

/** The same for people: a paper of each user of these numbers. */
export async function putUserPapers(database: Database, papers: readonly (readonly [bigint, string])[]): Promise<void> {
  const owner = ownerOf(database);
  await owner.query("create table user_paper (user_no bigint not null, text text not null)");
  await owner.query("call enable_subject_rls('user_paper', '{user}')");
  for (const paper of papers) await owner.query("insert into user_paper values ($1, $2)", paper);
}

/** Teams of partners, as their room will know them: permissions by partner and user. */
export function teams(of: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>): Membership {
  return async (_reader, ids, userId) =>
    new Map(
      ids.flatMap((id) => {
        const team = of[String(id)];
        return team ? [[id, (userId !== null && team[userId]) || null]] : [];
      }),
    );
}

export function kindsOf(routes: readonly Route[]): Set<SubjectKind> {
  return new Set(routes.flatMap(({ access }) => (access.kind === "member" ? [access.of] : [])));
}
