import { z } from "zod";

import { problemSchema } from "./problem.ts";
import { type Access } from "./access.ts";
import { type RawBody, type Route, isFile, isRaw, successStatus } from "./route.ts";

type Json = Record<string, unknown>;

const PROBLEM = { $ref: "#/components/responses/Problem" };

/**
 * The API's document (OpenAPI 3.1), made from the declared routes: what the server checks is what it says. Deterministic:
 * the same routes give the same bytes, so a test can hold the checked-in copy against it.
 */
export function openApiDocument(routes: readonly Route[]): Json {
  const schemas = new Map<string, Json>();
  const convert = (schema: z.ZodType, io: "input" | "output") => jsonSchema(schema, io, schemas);
  convert(problemSchema, "output");
  const paths: Record<string, Json> = {};
  for (const route of [...routes].sort(byAddress)) {
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(route, convert);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Saldo",
      version: "1",
      description: "Billing of a cloud provider: usage in, charges, balances and accounting documents out.",
    },
    paths,
    components: {
      schemas: Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1))),
      responses: {
        Problem: {
          description: "Refused; `code` says why.",
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "saldo.session_token" },
        bearer: { type: "http", scheme: "bearer" },
        authToken: { type: "apiKey", in: "header", name: "X-Auth-Token" },
      },
    },
  };
}

type Convert = (schema: z.ZodType, io: "input" | "output") => Json;

function operation(route: Route, convert: Convert): Json {
  const parameters = [
    ...parametersOf(route.params, "path", convert),
    ...parametersOf(route.query, "query", convert),
    ...(route.idempotent === "accepted" || route.idempotent === "required"
      ? [idempotencyHeader(route.idempotent === "required")]
      : []),
  ];
  return {
    operationId: route.operationId,
    summary: route.summary,
    tags: [tagOf(route.path)],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body ? { requestBody: requestBody(route.body, convert) } : {}),
    responses: {
      ...Object.fromEntries(
        [successStatus(route), ...(route.otherStatuses ?? [])].map((status) => [status, success(route, convert)]),
      ),
      ...refusals(route),
    },
    security: securityOf(route.access),
    "x-access": accessNote(route.access),
  };
}

function parametersOf(schema: z.ZodType | undefined, place: "path" | "query", convert: Convert): Json[] {
  if (!schema) return [];
  const object = convert(schema, "input") as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(object.properties ?? {}).map(([name, { description, ...property }]) => ({
    name,
    in: place,
    required: place === "path" || (object.required ?? []).includes(name),
    ...(description === undefined ? {} : { description }),
    schema: property,
  }));
}

function idempotencyHeader(required: boolean): Json {
  return {
    name: "Idempotency-Key",
    in: "header",
    required,
    description: "The same key with the same request does its work once and gets the same reply.",
    schema: { type: "string", minLength: 1, maxLength: 255 },
  };
}

function requestBody(body: z.ZodType | RawBody, convert: Convert): Json {
  if (!isRaw(body)) return { required: true, content: { "application/json": { schema: convert(body, "input") } } };
  const { documented, contentTypes } = body;
  const content = contentTypes.map((type) => {
    const bytes = { type: "string", contentMediaType: type };
    return [type, { schema: documented && type.includes("json") ? convert(documented, "input") : bytes }];
  });
  return { required: true, content: Object.fromEntries(content) };
}

function success(route: Route, convert: Convert): Json {
  if (!route.response) return { description: "Done." };
  if (!isFile(route.response)) {
    return { description: "Done.", content: { "application/json": { schema: convert(route.response, "output") } } };
  }
  const content = route.response.contentTypes.map((type) => [
    type,
    { schema: { type: "string", contentMediaType: type } },
  ]);
  return { description: "The file.", content: Object.fromEntries(content) };
}

/** Every status the route may refuse with. */
function refusals(route: Route): Json {
  const statuses = new Set([400, 403, 404, 422, 429, 500, 503]);
  if (route.access.kind !== "public") statuses.add(401);
  // A body is read, and may be refused, also where none is wanted.
  if (route.method !== "GET") statuses.add(409).add(413).add(415);
  for (const { kind } of route.refusals ?? []) statuses.add(kind.status);
  const shape = route.errorBody
    ? { description: "Refused.", content: { "application/json": { schema: {} } } }
    : PROBLEM;
  return Object.fromEntries([...statuses].sort((a, b) => a - b).map((status) => [status, shape]));
}

function securityOf(access: Access): Json[] {
  if (access.kind === "public") return [];
  const tokens = [{ bearer: [] }, { authToken: [] }];
  return access.kind === "token" ? tokens : [{ session: [] }, ...tokens];
}

function accessNote(access: Access): Json {
  switch (access.kind) {
    case "member":
      return {
        kind: "member",
        of: access.of,
        permission: access.permission,
        ...(access.staff ? { staff: access.staff } : {}),
      };
    case "staff":
      return { kind: "staff", roles: access.roles };
    case "token":
      return { kind: "token", scope: access.scope };
    default:
      return { kind: access.kind };
  }
}

/** `/v1/projects/{pid}/balance` -> `balance`: the last fixed word groups routes in the documentation. */
function tagOf(path: string): string {
  const words = path.split("/").filter((word) => word !== "" && !word.startsWith("{") && !/^(v\d+|public)$/.test(word));
  return (words[0] === "projects" ? words[1] : words[0]) ?? "general";
}

/** Schemas with an id become components, once: input and output of the shared ones are the same by design. */
function jsonSchema(schema: z.ZodType, io: "input" | "output", components: Map<string, Json>): Json {
  const options = { target: "draft-2020-12" as const, io, unrepresentable: "any" as const, override: tidy };
  const {
    $schema: _dialect,
    $defs,
    ...root
  } = z.toJSONSchema(z.object({ root: schema }), options) as Json & { $defs?: Record<string, Json> };
  for (const [id, definition] of Object.entries($defs ?? {})) addComponent(components, id, relink(definition));
  return relink((root["properties"] as Record<string, Json>)["root"] ?? {});
}

function addComponent(components: Map<string, Json>, id: string, definition: Json): void {
  const { id: _id, $id: _uri, ...rest } = definition;
  const known = components.get(id);
  if (known && JSON.stringify(known) !== JSON.stringify(rest)) {
    throw new Error(`the schema ${id} looks different in requests and replies: give one of them no id`);
  }
  components.set(id, rest);
}

function relink(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
}

/** Bounds of safe integers and long date patterns say nothing to a reader. */
function tidy({ jsonSchema: shown }: { jsonSchema: Json }): void {
  if (shown["maximum"] === Number.MAX_SAFE_INTEGER) delete shown["maximum"];
  if (shown["minimum"] === Number.MIN_SAFE_INTEGER) delete shown["minimum"];
  if (shown["format"] === "date" || shown["format"] === "date-time") delete shown["pattern"];
}

function byAddress(a: Route, b: Route): number {
  const one = `${a.path} ${a.method}`;
  const two = `${b.path} ${b.method}`;
  return one < two ? -1 : Number(one > two);
}
