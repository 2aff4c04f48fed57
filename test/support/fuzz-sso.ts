import { formatPid } from "../../src/core/ids.ts";
import { formatInstant } from "../../src/core/time.ts";
import { SeedSafe, keepSecret, ssoSeal } from "../../src/platform/identity/index.ts";
import type { Operation } from "./fuzz-oracle.ts";
import { type PeopleCall, sessionOf } from "./fuzz-people.ts";
import { CUSTOMERS, type HttpWorld, SEED_KEY } from "./http-world.ts";
import { SoftwareProvider } from "./software-provider.ts";

/** Of each kind of decision so many. */
const OF_EACH = 8;
/** Which state each act needs. */
const ACTS = {
  check: "claimed",
  DELETE: "approved",
  PATCH: "approved",
  approve: "proved",
  refuse: "proved",
  remove: "approved",
} as const;
type Act = keyof typeof ACTS;

/** Company sign-ins in every state, with a provider that answers; who decides about what, in the browser. */
export async function ssoToFuzz(
  world: HttpWorld,
): Promise<{ of: (operation: Operation) => PeopleCall | null; close(): void }> {
  const { database, clock } = world.test;
  const [projectId] = CUSTOMERS.romashka.projects;
  const provider = await new SoftwareProvider().open();
  const safe = new SeedSafe([SEED_KEY]);
  const ids = new Map<Act, string[]>();
  let n = 0;
  for (const [act, state] of Object.entries(ACTS) as [Act, string][]) {
    for (let index = 0; index < OF_EACH; index += 1) {
      const domain = `fuzz${(n += 1)}.example`;
      const rows = await database.query<{ id: bigint }>(
        `insert into sso_connection (project_id, domain, issuer, client_id, proof, default_role, state, claimed_by, claimed_at, proved_at,
           decided_by, decided_at, used_at)
         values ($1, $2, $3, $4, $2, 'viewer', $5, 'romashka', $6, $6, case when $5 = 'approved' then 'user:operator' end,
           case when $5 = 'approved' then $6::timestamptz end, $6) returning sso_connection_id as id`,
        [projectId, domain, provider.issuer, provider.clientId, state, formatInstant(clock.now())],
      );
      const id = rows[0]?.id ?? 0n;
      await keepSecret(database, id, safe.seal(provider.clientSecret, ssoSeal(id)));
      ids.set(act, [...(ids.get(act) ?? []), String(id)]);
    }
  }
  const [second] = CUSTOMERS.romashka.projects.slice(1);
  const owner = await sessionOf(world, CUSTOMERS.romashka.email);
  const operator = await sessionOf(world, "operator@saldo.example.test");
  const headers = { host: "cloud.vk.com" };
  return {
    close: () => provider.close(),
    of: ({ method, path }) => {
      if (path.startsWith("/v1/office/sso/{id}/"))
        return {
          cookie: operator,
          headers,
          known: { id: ids.get(path.slice(path.lastIndexOf("/") + 1) as Act) ?? [], reason: ["fuzz"] },
        };
      if (!path.startsWith("/v1/projects/{pid}/sso")) return null;
      const act = path.endsWith("/check") ? "check" : (method as Act);
      const claim = {
        domain: ["one.example", "two.example", "three.example"],
        issuer: [provider.issuer],
        clientId: ["saldo"],
        clientSecret: ["secret"],
        defaultRole: ["viewer"],
        required: [false],
      };
      const pid = [formatPid(path.includes("{id}") ? projectId : (second ?? projectId))];
      return { cookie: owner, headers, known: { ...claim, pid, id: ids.get(act) ?? [] } };
    },
  };
}
