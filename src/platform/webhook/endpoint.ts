import { lookup as systemLookup } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import { BlockList, isIP, isIPv4 } from "node:net";
import type { LookupFunction } from "node:net";

import { refusal } from "../../core/errors.ts";

export const EndpointRefused = refusal(
  "webhook_endpoint_refused",
  422,
  "Этот адрес не может принимать вебхуки: {why}",
  "This address cannot receive webhooks: {why}",
);

/** Where webhooks may go. Nothing but public addresses over https, unless the operator says otherwise. */
export interface EndpointPolicy {
  /** The sandbox talks to itself: 127.0.0.0/8 and ::1, over http too. */
  readonly allowLoopback: boolean;
  /** Networks of the operator's own, as CIDR: the control plane is seldom public. Never a customer's setting. */
  readonly allowedNetworks?: readonly string[];
}

export interface Address {
  readonly address: string;
  readonly family: number;
}

export type Resolve = (hostname: string) => Promise<readonly Address[]>;

export interface Reply {
  readonly status: number;
  /** From Retry-After in seconds; dates are not understood and ignored. */
  readonly retryAfterMs?: number;
}

const LARGEST_REPLY_BYTES = 65_536;

// IANA special-purpose registries: everything that is not a public unicast address.
const CLOSED_IPV4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];
// Of IPv6 only global unicast is open, and of that not what tunnels to IPv4, protocols' own and documentation blocks.
const OPEN_IPV6 = ["2000::/3"];
const CLOSED_IPV6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48"];
const LOOPBACK = ["127.0.0.0/8", "::1/128"];
// Not even when an operator's network contains them: a cloud's metadata services hand out its keys.
const METADATA = ["169.254.0.0/16", "fe80::/10", "100.100.100.200/32", "fd00:ec2::254/128"];

const closed = blockList([...CLOSED_IPV4, ...CLOSED_IPV6]);
const open6 = blockList(OPEN_IPV6);
const loopback = blockList(LOOPBACK);
const metadata = blockList(METADATA);

/** Whether a webhook may be sent to this IP address (reliability 52). IPv4 inside IPv6 (`::ffff:10.0.0.1`) is not: say IPv4. */
export function isAllowedAddress(address: string, policy: EndpointPolicy): boolean {
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  // Node's lists look into ::ffff:0:0/96 by themselves; the mapped form is refused before they can.
  if (family === "ipv6" && /^::ffff:/i.test(canonicalIpv6(address))) return false;
  if (metadata.check(address, family)) return false;
  if (policy.allowLoopback && loopback.check(address, family)) return true;
  if (policy.allowedNetworks && blockList(policy.allowedNetworks).check(address, family)) return true;
  if (closed.check(address, family)) return false;
  return family === "ipv4" || open6.check(address, family);
}

/**
 * The address of an endpoint as configured: https (http only inside allowed networks), no user name, and no closed IP
 * address in any spelling. Names are resolved and checked when something is sent. Refuses with EndpointRefused.
 */
export function checkEndpoint(text: string, policy: EndpointPolicy): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) throw refused("it is not a URL");
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refused("only https is allowed");
  if (url.username !== "" || url.password !== "") throw refused("it contains a password");
  const host = hostOf(url);
  if (isIP(host) !== 0 && !isAllowedAddress(host, policy)) throw refused(`${host} is not a public address`);
  if (url.protocol === "http:" && !mayBePlain(policy)) throw refused("only https is allowed");
  return url;
}

/**
 * POSTs to an endpoint: the name is resolved once, every address it has must be allowed, and the connection goes to the
 * very addresses that were checked (no rebinding). Redirects are not followed. Refuses with EndpointRefused.
 */
export async function post(
  endpoint: string,
  policy: EndpointPolicy,
  message: { readonly headers: Readonly<Record<string, string>>; readonly body: string; readonly signal: AbortSignal },
  resolve: Resolve = resolveBySystem,
): Promise<Reply> {
  const url = checkEndpoint(endpoint, policy);
  const addresses = await allowedAddresses(url, policy, resolve);
  return exchange(url, addresses, { ...message, method: "POST" }, async (response) => {
    await drain(response);
    return replyOf(response);
  });
}

/** What an endpoint answered, whole. */
export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Question {
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  /** Empty: none. */
  readonly body: string;
  readonly signal: AbortSignal;
}

/**
 * Asks an endpoint that somebody outside has named, as `post` sends to one: checked addresses and no others, no redirects. Refuses
 * with EndpointRefused, also an answer of more than `mostBytes`.
 */
export async function ask(
  endpoint: string,
  policy: EndpointPolicy,
  question: Question,
  { mostBytes, resolve = resolveBySystem }: { readonly mostBytes: number; readonly resolve?: Resolve | undefined },
): Promise<Answer> {
  const url = checkEndpoint(endpoint, policy);
  const addresses = await allowedAddresses(url, policy, resolve);
  return exchange(url, addresses, question, async (response) => {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > mostBytes) throw refused(`it answers more than ${mostBytes} bytes`);
      chunks.push(chunk);
    }
    return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
  });
}

/** All that the name has, each of which may be asked. */
async function allowedAddresses(url: URL, policy: EndpointPolicy, resolve: Resolve): Promise<readonly Address[]> {
  const host = hostOf(url);
  const addresses = isIP(host) === 0 ? await resolve(host) : [{ address: host, family: isIP(host) }];
  if (addresses.length === 0) throw refused(`${host} has no address`);
  for (const { address } of addresses) {
    if (!isAllowedAddress(address, policy)) throw refused(`${host} is ${address}, which is not a public address`);
    if (url.protocol === "http:" && isAllowedAddress(address, { allowLoopback: false })) {
      throw refused("only https is allowed outside the operator's own networks");
    }
  }
  return addresses;
}

function exchange<T>(
  url: URL,
  addresses: readonly Address[],
  { method, headers, body, signal }: Question,
  read: (response: http.IncomingMessage) => Promise<T>,
): Promise<T> {
  const payload = Buffer.from(body);
  const length = method === "POST" ? { "content-length": String(payload.length) } : {};
  const options = {
    method,
    // A connection of its own for each message: none outlives the check of its address.
    agent: false,
    lookup: pinned(addresses),
    signal,
    headers: { ...headers, ...length },
  } as const;
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "https:" ? https : http).request(url, options, (response) => {
      read(response).then(resolve, reject);
    });
    request.once("error", reject);
    request.end(payload);
  });
}

async function drain(response: http.IncomingMessage): Promise<void> {
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    // The status is known; nobody needs the rest.
    if (size > LARGEST_REPLY_BYTES) break;
  }
}

function replyOf(response: http.IncomingMessage): Reply {
  const seconds = /^\d{1,6}$/.exec(response.headers["retry-after"] ?? "")?.[0];
  const status = response.statusCode ?? 0;
  return seconds === undefined ? { status } : { status, retryAfterMs: Number(seconds) * 1000 };
}

function pinned(addresses: readonly Address[]): LookupFunction {
  return (_hostname, options, answer) => {
    if (options.all) answer(null, [...addresses]);
    else answer(null, addresses[0]?.address ?? "", addresses[0]?.family);
  };
}

function resolveBySystem(hostname: string): Promise<readonly Address[]> {
  return systemLookup(hostname, { all: true, verbatim: true });
}

function mayBePlain(policy: EndpointPolicy): boolean {
  return policy.allowLoopback || (policy.allowedNetworks?.length ?? 0) > 0;
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

function canonicalIpv6(address: string): string {
  return new URL(`http://[${address.replace(/%.*$/, "")}]/`).hostname.slice(1, -1);
}

function blockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", bits = ""] = network.split("/");
    list.addSubnet(address, Number.parseInt(bits, 10), isIPv4(address) ? "ipv4" : "ipv6");
  }
  return list;
}

function refused(why: string): Error {
  return EndpointRefused({ values: { why } });
}
