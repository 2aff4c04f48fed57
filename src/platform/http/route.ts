import { type Readable } from "node:stream";

import { type z } from "zod";

import { type Language, type Refusal, type RefusalKind } from "../../core/errors.ts";
import { type ProjectId } from "../../core/ids.ts";
import { type Subject } from "../../core/subject.ts";
import { type Instant } from "../../core/time.ts";
import { type Tx } from "../db.ts";
import { type Access, type Principal } from "./access.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A body handed to the handler as bytes: for hot or non-JSON input that brings its own validator. */
export interface RawBody {
  readonly kind: "raw";
  readonly contentTypes: readonly string[];
  /** What the documentation shows for a JSON content type; never used to check. */
  readonly documented?: z.ZodType;
}

export function rawBody(contentTypes: readonly string[], documented?: z.ZodType): RawBody {
  return { kind: "raw", contentTypes, ...(documented ? { documented } : {}) };
}

/** A reply of bytes: a PDF, an archive. The handler returns a FileReply. */
export interface FileResponse {
  readonly kind: "file";
  readonly contentTypes: readonly string[];
}

export function fileResponse(...contentTypes: readonly string[]): FileResponse {
  return { kind: "file", contentTypes };
}

export interface FileReply {
  readonly contentType: string;
  readonly fileName: string;
  readonly body: Buffer | Readable;
}

/** What a handler gets. `params`, `query` and `body` have passed their schemas; `subjects` have passed `access`. */
export interface RequestContext<P = unknown, Q = unknown, B = unknown> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly principal: Principal;
  readonly subjects: readonly Subject[];
  /** Those of the subjects that are projects. */
  readonly projects: readonly ProjectId[];
  /** Business time of this request. */
  readonly now: Instant;
  readonly language: Language;
  readonly idempotencyKey: string | null;
  readonly traceId: string;
  /** The request's own headers, for protocols that carry their content there; credentials are not among them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Sets a header of the reply. */
  header(name: string, value: string): void;
  /** Answers with another status of success than the route's first: one of its `otherStatuses`. */
  status(code: number): void;
}

/** How a GET reads: there is no other way, so that no customer's route can read past row-level security. */
export interface Reading {
  /**
   * A consistent read-only snapshot in which the database itself shows only rows of `subjects`; on routes for staff and
   * for machines of the provider, the whole books.
   */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** How every other method works. */
export interface Writing {
  /** One transaction per request (house rule 4). Of an idempotent route it is the one that also keeps the key. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

type WorkOf<M> = M extends "GET" ? Reading : Writing;
type Output<S> = S extends z.ZodType ? z.output<S> : undefined;
type BodyOf<B> = B extends RawBody ? Buffer : Output<B>;
type ReplyOf<R> = R extends FileResponse ? FileReply : R extends z.ZodType ? z.input<R> : void;

interface RouteParts<M, P, Q, B, R> {
  readonly method: M;
  /** As in OpenAPI: `/v1/projects/{pid}/balance`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Left out: 204 without a body. */
  readonly response?: R;
  /** The status of success; 200, or 204 without a response. */
  readonly status?: number;
  /** Further statuses of success, with the same response; the handler chooses by `context.status`. */
  readonly otherStatuses?: readonly number[];
  readonly access: Access;
  /**
   * How a repeated request is kept from doing its work twice; every method but GET says it. `accepted` and `required`
   * speak of the header Idempotency-Key; `inherent` means that the work itself changes nothing the second time.
   */
  readonly idempotent?: "accepted" | "required" | "inherent";
  /** Bytes; 1 MB unless told, 32 MB at most. */
  readonly bodyLimit?: number;
  /** Refusals beyond those every route documents. */
  readonly refusals?: readonly { readonly kind: RefusalKind }[];
  /** Another shape of the error body, for published contracts that came before problem+json (BAL-08). */
  readonly errorBody?: (refused: Refusal) => { readonly status: number; readonly body: unknown };
  readonly handler: (context: RequestContext<Output<P>, Output<Q>, BodyOf<B>> & WorkOf<M>) => Promise<ReplyOf<R>>;
}

/** A route after its own types are checked; the server, the document and the tests treat all routes alike. */
export interface Route
  extends Omit<RouteParts<Method, z.ZodType, z.ZodType, z.ZodType | RawBody, z.ZodType | FileResponse>, "handler"> {
  readonly handler: (context: RequestContext<never, never, never> & Reading & Writing) => Promise<unknown>;
}

/** Declares one route; see docs/guides/add-an-endpoint.md. */
export function route<
  M extends Method,
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | RawBody | undefined = undefined,
  R extends z.ZodType | FileResponse | undefined = undefined,
>(parts: RouteParts<M, P, Q, B, R>): Route {
  return parts as unknown as Route;
}

export function isRaw(body: Route["body"]): body is RawBody {
  return (body as RawBody | undefined)?.kind === "raw";
}

export function isFile(response: Route["response"]): response is FileResponse {
  return (response as FileResponse | undefined)?.kind === "file";
}

export function successStatus(route: Route): number {
  return route.status ?? (route.response ? 200 : 204);
}

/** `/v1/projects/{pid}` -> `/v1/projects/:pid`. */
export function routerPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}
