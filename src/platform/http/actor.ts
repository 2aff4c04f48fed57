import type { FastifyRequest } from "fastify";

import type { Subject } from "../../core/subject.ts";
import type { Actor, ActorKind } from "../act.ts";
import { type Principal, principalKey } from "./access.ts";

/** Who sends a request and from where, as acts are recorded (AUD-01). */
export function actorOf(request: FastifyRequest): Actor {
  const { principal, traceId } = request.state;
  return {
    kind: kindOf(principal),
    key: principalKey(principal),
    ...(principal.kind === "user" && principal.visit ? { onBehalfOf: `user:${principal.userId}` } : {}),
    address: request.ip,
    agent: shortAgent(request.headers["user-agent"] ?? ""),
    requestId: traceId,
  };
}

/** Whom an act of the request concerns; of a route for everyone signed in the user alone, not all the user's projects. */
export function concernedBy(request: FastifyRequest): readonly Subject[] {
  const { subjects } = request.state;
  const isOwn = request.routeOptions.config.definition?.access.kind === "signed_in";
  return isOwn ? subjects.filter(({ kind }) => kind === "user") : subjects;
}

/** Method and path with its ids, without the query. */
export function askedFor(request: FastifyRequest): string {
  return `${request.method} ${request.url.split("?", 1)[0] ?? ""}`;
}

function kindOf(principal: Principal): ActorKind {
  if (principal.kind === "anonymous") return "anonymous";
  if (principal.kind !== "user") return "token";
  return principal.staffRole === null && !principal.visit ? "member" : "staff";
}

/** What browsers call themselves, the one that names itself beside others first, and what people call them. */
const BROWSERS = [
  ["YaBrowser", "Yandex"],
  ["(?:OPR|OPiOS)", "Opera"],
  ["(?:Edg|EdgA|EdgiOS)", "Edge"],
  ["SamsungBrowser", "Samsung"],
  ["(?:Firefox|FxiOS)", "Firefox"],
  ["(?:HeadlessChrome|CriOS|Chrome)", "Chrome"],
  ["Version", "Safari"],
] as const;
const SYSTEMS = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"] as const;

/** `Chrome/142 Windows` of what browsers say at length; the beginning of what others say. */
export function shortAgent(text: string): string {
  const known = BROWSERS.map(([own, name]) => [name, new RegExp(`\\b${own}/(\\d+)`).exec(text)?.[1]] as const);
  const [name, version] = known.find(([, found]) => found !== undefined) ?? [];
  const system = SYSTEMS.find((one) => text.includes(one));
  const short = name && version ? [`${name}/${version}`, system].filter(Boolean).join(" ") : text;
  return short.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, 100);
}
