import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";

import type { Database } from "../../src/platform/db.ts";
import type { HttpAnswer } from "./http-client.ts";

type Json = Readonly<Record<string, unknown>>;

/** One operation of the API's own document. */
export interface Operation {
  /** `GET /v1/me`. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: Json;
  }[];
  /** Who is let in, as the document tells it. */
  readonly access: { readonly kind: string; readonly staff?: readonly string[]; readonly roles?: readonly string[] };
  /** Content types with the schema of each; empty when the operation takes no body. */
  readonly bodies: Readonly<Record<string, Json>>;
}

/** What the document promises, held against what the server does. */
export class Oracle {
  readonly operations: readonly Operation[];
  readonly #document: Json;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true });
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(document: Json) {
    this.#document = document;
    (formats as unknown as (ajv: Ajv2020) => void)(this.#ajv);
    this.#ajv.addSchema(document, "api");
    this.operations = Object.entries(document["paths"] as Record<string, Record<string, Json>>).flatMap(
      ([path, methods]) => Object.entries(methods).map(([method, one]) => operationOf(path, method, one)),
    );
  }

  resolve(reference: string): Json {
    return reference
      .slice(2)
      .split("/")
      .reduce<unknown>((part, step) => (part as Json)[step], this.#document) as Json;
  }

  /** What of an answer the document does not allow; empty when all is as promised. */
  complaints(operation: Operation, answer: HttpAnswer): string[] {
    const { status } = answer;
    const found: string[] = [];
    if (status >= 500) found.push(`answered ${status}`);
    if (/node_modules|\.ts:\d+|\bat \S+ \(|postgres|syntax error|relation "/i.test(answer.text) && !isFile(answer))
      found.push("tells of its insides");
    if (answer.headers["x-content-type-options"] !== "nosniff") found.push("may be sniffed");
    if (answer.headers["x-injected"] !== undefined || String(answer.headers["set-cookie"] ?? "").includes("injected"))
      found.push("a header was injected");
    return [...found, ...this.#undocumented(operation, answer)];
  }

  #undocumented(operation: Operation, answer: HttpAnswer): string[] {
    const paths = this.#document["paths"] as Record<string, Record<string, { responses: Record<string, Json> }>>;
    const declared = paths[operation.path]?.[operation.method.toLowerCase()]?.responses ?? {};
    // An address that cannot be decoded, or turns out to be another, reaches no route.
    const atTheDoor =
      (answer.status === 400 || answer.status === 404) &&
      String(answer.headers["content-type"]).startsWith("application/problem+json");
    const response = atTheDoor ? { $ref: "#/components/responses/Problem" } : declared[String(answer.status)];
    if (!response) return [`status ${answer.status} is not documented`];
    const whole = typeof response["$ref"] === "string" ? this.resolve(response["$ref"]) : response;
    const content = whole["content"] as Record<string, Json> | undefined;
    const mediaType = String(answer.headers["content-type"] ?? "").split(";", 1)[0] ?? "";
    if (!content) return answer.bytes.length === 0 ? [] : [`status ${answer.status} has a body`];
    const declaredType = Object.keys(content).find((type) => type.split(";", 1)[0] === mediaType) ?? mediaType;
    const schema = content[declaredType]?.["schema"] as Json | undefined;
    if (!schema) return [`status ${answer.status} came as ${mediaType || "nothing"}`];
    if (!mediaType.includes("json")) return [];
    const validate = this.#validator(`${operation.name} ${answer.status} ${mediaType}`, schema);
    const parsed = parse(answer.text);
    if (parsed === undefined) return [`status ${answer.status} is not JSON`];
    return validate(parsed)
      ? []
      : [`status ${answer.status} breaks its schema: ${this.#ajv.errorsText(validate.errors)}`];
  }

  #validator(key: string, schema: Json): ValidateFunction {
    let validate = this.#compiled.get(key);
    if (!validate) {
      const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/')) as Json;
      validate = this.#ajv.compile(absolute);
      this.#compiled.set(key, validate);
    }
    return validate;
  }
}

function operationOf(path: string, method: string, one: Json): Operation {
  const content = ((one["requestBody"] as Json | undefined)?.["content"] ?? {}) as Record<string, { schema: Json }>;
  return {
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    access: one["x-access"] as Operation["access"],
    parameters: (one["parameters"] ?? []) as Operation["parameters"],
    bodies: Object.fromEntries(Object.entries(content).map(([type, { schema }]) => [type, schema])),
  };
}

function isFile(answer: HttpAnswer): boolean {
  return answer.headers["content-disposition"] !== undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** How many rows every table has: the same before and after whatever was refused. */
export class RowCounts {
  readonly #database: Database;
  #statement = "";

  constructor(database: Database) {
    this.#database = database;
  }

  async read(): Promise<Record<string, bigint>> {
    this.#statement ||= await this.#write();
    const rows = await this.#database.query<{ name: string; n: bigint }>(this.#statement);
    return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
  }

  async #write(): Promise<string> {
    const tables = await this.#database.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('public', 'auth') and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
    );
    return tables
      .map(({ name }) => `select '${name}' as name, (select count(*) from ${name}) as n`)
      .concat("select 'acts that were done', (select count(*) from audit_event where refusal is null)")
      .join(" union all ");
  }
}
