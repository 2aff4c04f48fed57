import { formatPid } from "../../src/core/ids.ts";
import type { Operation } from "./fuzz-oracle.ts";
import { CUSTOMERS, type HttpWorld } from "./http-world.ts";

/** So many requests for each operation that moves one on. */
const OF_EACH = 3;
const [A] = CUSTOMERS.romashka.projects;
const PATH = `/v1/projects/${formatPid(A)}`;
const SAVED = "/v1/me/saved-filters";
/** Each of these takes requests that nothing has happened to yet. */
const MOVING = [
  "POST /v1/office/requests/{id}/acts",
  "PUT /v1/office/requests/{id}/assignee",
  "POST /v1/office/requests/{id}/messages",
  "PUT /v1/office/requests/{id}/project",
  "PUT /v1/office/requests/{id}/department",
  "PUT /v1/office/requests/{id}/merged",
  "PUT /v1/requests/{id}/rating",
  "PUT /v1/office/requests/{id}/department",
  "PUT /v1/office/requests/{id}/merged",
  "POST /v1/requests/{id}/acts",
  "POST /v1/requests/{id}/messages",
];

/** Requests of a world to be fuzzed: some of their own for each operation that moves one, and one with a file. */
export async function requestsToFuzz(
  world: HttpWorld,
): Promise<(operation: Operation) => Readonly<Record<string, readonly unknown[]>> | null> {
  const send = async (path: string, headers: Record<string, string>, body: Buffer | object, as = "romashka") => {
    const answer = await world.send({ method: "POST", path, as, headers, body });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer.json<{ id: string }>().id;
  };
  let asked = 0;
  const open = (files: readonly string[] = []) => {
    const question = { kind: "question", fields: { topic: `Вопрос ${(asked += 1)}` } };
    return send(`${PATH}/requests`, { "idempotency-key": `asked${asked}` }, { asked: question, text: "Текст", files });
  };
  const bytes = { "content-type": "application/octet-stream" };
  const fileId = await send(`${PATH}/request-files?fileName=note.txt`, bytes, Buffer.from("text"));
  const withFile = await open([fileId]);
  const { url } = await world.get<{ url: string }>(`/v1/requests/${withFile}/files/${fileId}`, "romashka");
  const own = new Map<string, string[]>();
  for (const name of MOVING) {
    const ids: string[] = [];
    for (let n = 0; n < OF_EACH; n += 1) ids.push(await open());
    own.set(name, ids);
  }
  for (const id of own.get("PUT /v1/requests/{id}/rating") ?? []) {
    const answer = { act: "answer", text: "Ответ", files: [], version: 1 };
    await send(`/v1/office/requests/${id}/messages`, { "idempotency-key": `answer-${id}` }, answer, "support");
  }
  const answered = await open();
  await send(`/v1/office/requests/${answered}/messages`, {}, { act: "answer", text: "Ответ", version: 1 }, "support");
  own.set("PUT /v1/requests/{id}/rating", [answered]);
  for (let n = 0; n < OF_EACH; n += 1) {
    const body = { list: "cases", name: `Отбор ${n}`, query: "show=all" };
    await world.send({ method: "PUT", path: SAVED, as: "romashka", body });
  }
  const { items } = await world.get<{ items: { id: string }[] }>(`${SAVED}?list=cases`, "romashka");
  const saved = items.map(({ id }) => id);
  const common = {
    files: [[]],
    text: ["Текст"],
    version: [1],
    assignee: ["support"],
    into: [withFile],
    fileName: ["note.txt"],
  };
  return ({ name, path: address }) => {
    if (address === "/files/{address}") return { address: [url.split("/").at(-1)] };
    if (address.startsWith(SAVED)) return { id: saved, list: ["cases"], name: ["Отбор"], query: ["show=all"] };
    if (!/\/request(?:s|-files)(?:\/|$)/.test(address)) return null;
    return { ...common, pid: [formatPid(A)], id: own.get(name) ?? [withFile], into: [withFile], fileId: [fileId] };
  };
}
