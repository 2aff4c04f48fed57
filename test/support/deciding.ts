import { DAY } from "../../src/core/time.ts";
import { issueToken } from "../../src/modules/tenancy/index.ts";
import type { Answer, Visitor, openPeople } from "./people-world.ts";

type People = Awaited<ReturnType<typeof openPeople>>;
type Act = "approve" | "refuse" | "withdraw" | "adopt";

/** How the staff of a people world propose and decide (AUD-03). */
export function deciding({ database, clock, app }: Pick<People, "database" | "clock" | "app">) {
  const userIdOf = async (name: string) =>
    (await database.query<{ id: string }>("select user_id as id from app_user where name = $1", [name]))[0]?.id ?? "";
  return {
    userIdOf,
    idOf: (answer: Answer) => (answer.body as unknown as { proposal: string | null }).proposal ?? "0",
    code: ({ status, body }: Answer) => [status, body.code],
    /** Confirms what it is; another kind can be named. */
    decide: async (by: Visitor, act: Act, id: string, body: object = {}) => {
      const [row] = await database.query<{ kind: string }>("select kind from proposal where proposal_id = $1", [id]);
      const kind = act === "approve" ? { kind: row?.kind } : {};
      return by.send("POST", `/v1/office/proposals/${id}/${act}`, act === "adopt" ? undefined : { ...kind, ...body });
    },
    page: async (by: Visitor, id: string) => (await by.send("GET", `/v1/office/proposals/${id}`)).body as object,
    balance: async ({ path, owner }: { readonly path: string; readonly owner: Visitor }) =>
      ((await owner.send("GET", `${path}/balance`)).body as unknown as { payment: { amount: string } }).payment.amount,
    actsOf: (id: string) =>
      database.query<{ act: string; actor: string; after: { proposer: string } }>(
        "select act, actor, after from audit_event where thing = $1 and refusal is null order by audit_event_id",
        [`proposal:${id}`],
      ),
    /** Brings a bank file by a token of one of the staff. */
    bring: async (by: string, body: string, confirm: boolean, fileName = "cut.txt"): Promise<Answer> => {
      const lent = { name: "t", userId: await userIdOf(by), scopes: ["staff"], now: clock.now() };
      const { token } = await database.transaction((tx) =>
        issueToken(tx, { ...lent, expiresAt: (clock.now() + DAY) as never }),
      );
      const answer = await app.server.inject({
        method: "POST",
        url: `/v1/office/bank-statements?fileName=${fileName}&confirm=${confirm}`,
        headers: { authorization: `Bearer ${token}`, "content-type": "text/plain" },
        payload: body,
      });
      return { status: answer.statusCode, body: answer.json(), headers: answer.headers, bytes: answer.rawPayload };
    },
  };
}
