import type { components } from "./openapi.d.ts";

type Text = components["schemas"]["Texts"];

/** RFC 9457 details as the pages use them: a foreign or cut answer may lack anything but status and code. */
export type Problem = Pick<components["schemas"]["Problem"], "title" | "status" | "code"> &
  Partial<Pick<components["schemas"]["Problem"], "detail" | "text" | "errors" | "traceId">>;

/** A refusal of the server (RFC 9457) or of the network (`status` 0), with what the page needs to explain it. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.name = "Refusal";
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** Reads an answer's body as a problem; whatever is not one becomes a problem known by its status alone. */
export function readProblem(body: unknown, status: number): Problem {
  if (!isRecord(body)) return { title: "", status, code: `status_${status}` };
  const code = typeof body["code"] === "string" ? body["code"] : `status_${status}`;
  const problem: Problem = { title: textOf(body["title"]) ?? textOf(body["message"]) ?? "", status, code };
  if (isText(body["text"])) problem.text = body["text"];
  if (typeof body["detail"] === "string") problem.detail = body["detail"];
  if (typeof body["traceId"] === "string") problem.traceId = body["traceId"];
  if (Array.isArray(body["errors"])) problem.errors = body["errors"].filter(isFieldError);
  return problem;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isText(value: unknown): value is Text {
  return isRecord(value) && typeof value["ru"] === "string" && typeof value["en"] === "string";
}

function isFieldError(value: unknown): value is { field: string; code: string; text: Text } {
  return isRecord(value) && typeof value["field"] === "string" && isText(value["text"]);
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
