import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { afterAll, describe, expect, it } from "vitest";

import { Refusal } from "../../core/errors.ts";
import { instant } from "../../core/time.ts";
import { systemClock } from "../clock.ts";
import { isGenuine, parseSecrets, signWebhook, webhookId } from "./index.ts";
import { type Address, type EndpointPolicy, checkEndpoint, isAllowedAddress, post } from "./endpoint.ts";

const OLD = `whsec_${Buffer.alloc(24, 1).toString("base64")}`;
const NEW = `whsec_${Buffer.alloc(32, 2).toString("base64")}`;
const BODY = '{"type":"project.frozen"}';
const now = () => systemClock.now();

describe("signatures", () => {
  it("FRZ-07 a receiver with either of two rotated secrets accepts, one with neither refuses", () => {
    const headers = signWebhook(parseSecrets(`${NEW} ${OLD}`), webhookId(7n), now(), BODY);
    expect(headers["webhook-signature"].split(" ")).toHaveLength(2);
    expect(isGenuine([NEW], { ...headers }, BODY)).toBe(true);
    expect(isGenuine([OLD], { ...headers }, BODY)).toBe(true);
    expect(isGenuine([`whsec_${Buffer.alloc(24, 3).toString("base64")}`], { ...headers }, BODY)).toBe(false);
    expect(new Webhook(NEW).verify(BODY, { ...headers })).toEqual({ type: "project.frozen" });
  });

  it("reliability 53: a changed body, id or timestamp, a replay after five minutes and a message from the future are refused", () => {
    const headers = signWebhook([NEW], webhookId(7n), now(), BODY);
    expect(isGenuine([NEW], { ...headers }, `${BODY} `)).toBe(false);
    expect(isGenuine([NEW], { ...headers, "webhook-id": "msg_8" }, BODY)).toBe(false);
    expect(
      isGenuine([NEW], { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) + 1) }, BODY),
    ).toBe(false);
    expect(isGenuine([NEW], { ...headers, "webhook-signature": "" }, BODY)).toBe(false);
    expect(isGenuine([NEW], {}, BODY)).toBe(false);
    for (const shift of [-301_000, 302_000]) {
      expect(isGenuine([NEW], { ...signWebhook([NEW], "msg_7", instant(now() + shift), BODY) }, BODY)).toBe(false);
    }
  });

  it("reliability 53: no single changed character of a signed message passes", () => {
    const headers = signWebhook([NEW], webhookId(7n), now(), BODY);
    fc.assert(
      fc.property(
        fc.nat(BODY.length - 1),
        fc.string({ minLength: 1, maxLength: 1, unit: "binary" }),
        (place, character) => {
          fc.pre(BODY[place] !== character);
          const changed = BODY.slice(0, place) + character + BODY.slice(place + 1);
          expect(isGenuine([NEW], { ...headers }, changed)).toBe(false);
        },
      ),
    );
  });

  it("a secret that is missing or too short is refused at the start", () => {
    expect(() => parseSecrets("  ")).toThrow("no webhook secret");
    expect(() => parseSecrets("whsec_c2hvcnQ=")).toThrow("24 bytes");
  });
});

const PUBLIC: EndpointPolicy = { allowLoopback: false };
const SANDBOX: EndpointPolicy = { allowLoopback: true };

describe("where webhooks may go", () => {
  const closed = [
    "http://example.com/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
    "javascript:alert(1)",
    "//example.com",
    "",
    "https://user:password@example.com/",
    "https://example.com@127.0.0.1/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0177.0.0.1/",
    "https://017700000001/",
    "https://①②⑦.⓪.⓪.①/",
    "https://0/",
    "https://0.0.0.0/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.100.100.200/",
    "https://192.0.0.192/",
    "https://198.18.0.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://[64:ff9b:1::1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001::1]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[fd00:ec2::254]/",
    "https://[ff02::1]/",
    "https://[100::1]/",
    "https://[2001:db8::1]/",
    "https://[::ffff:8.8.8.8]/",
    "https://127.0.0.1./",
  ];
  it.each(closed)("reliability 52: %s is refused", (url) => {
    expect(() => checkEndpoint(url, PUBLIC)).toThrow(Refusal);
  });

  it("reliability 52: every spelling of a loopback address is refused", () => {
    fc.assert(
      fc.property(fc.nat(255), fc.nat(255), fc.nat(255), fc.constantFrom(10, 8, 16), (b, c, d, base) => {
        const write = (part: number) =>
          ({ 10: `${part}`, 8: `0${part.toString(8)}`, 16: `0x${part.toString(16)}` })[base];
        const host = [127, b, c, d].map(write).join(".");
        expect(() => checkEndpoint(`https://${host}/`, PUBLIC)).toThrow(Refusal);
      }),
    );
  });

  it("reliability 52: public addresses pass; loopback in the sandbox only; own networks only when the operator names them", () => {
    expect(checkEndpoint("https://cloud.example/hooks", PUBLIC).href).toBe("https://cloud.example/hooks");
    expect(isAllowedAddress("8.8.8.8", PUBLIC)).toBe(true);
    expect(isAllowedAddress("2a00:1450:4010::1", PUBLIC)).toBe(true);
    expect(checkEndpoint("http://127.0.0.1:3000/", SANDBOX).port).toBe("3000");
    expect(isAllowedAddress("10.1.2.3", SANDBOX)).toBe(false);
    const own = { allowLoopback: false, allowedNetworks: ["10.1.0.0/16", "fd12::/48", "169.254.0.0/16"] };
    expect(isAllowedAddress("10.1.2.3", own)).toBe(true);
    expect(isAllowedAddress("10.2.0.1", own)).toBe(false);
    expect(isAllowedAddress("fd12::7", own)).toBe(true);
    expect(isAllowedAddress("169.254.169.254", own)).toBe(false);
  });

  const reached: string[] = [];
  const server = createServer((request, response) => {
    reached.push(request.headers.host ?? "");
    if (request.url === "/moved") response.writeHead(302, { location: "/" }).end();
    else if (request.url === "/busy") response.writeHead(503, { "retry-after": "7" }).end();
    else if (request.url === "/huge") response.writeHead(200).end(Buffer.alloc(5_000_000));
    else response.writeHead(204).end();
  });
  const listening = new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
  afterAll(() => server.close());

  const send = async (
    path: string,
    policy: EndpointPolicy,
    host = "127.0.0.1",
    resolve?: (name: string) => Promise<Address[]>,
  ) =>
    post(
      `http://${host}:${await listening}${path}`,
      policy,
      { headers: {}, body: "{}", signal: AbortSignal.timeout(10_000) },
      resolve,
    );

  it("reliability 52: a name is resolved once, all its addresses are checked, and the connection goes to what was checked", async () => {
    const asked: string[] = [];
    const answers =
      (...addresses: string[]) =>
      async (name: string) => {
        asked.push(name);
        return addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
      };
    await expect(send("/", SANDBOX, "inside.example", answers("127.0.0.1"))).resolves.toEqual({ status: 204 });
    expect(asked).toEqual(["inside.example"]);
    expect(reached.at(-1)).toMatch(/^inside\.example:/);
    const before = reached.length;
    await expect(send("/", PUBLIC, "rebound.example", answers("127.0.0.1"))).rejects.toThrow(Refusal);
    await expect(send("/", SANDBOX, "mixed.example", answers("127.0.0.1", "10.0.0.1"))).rejects.toThrow("10.0.0.1");
    await expect(send("/", SANDBOX, "public.example", answers("8.8.8.8"))).rejects.toThrow("only https");
    await expect(send("/", SANDBOX, "nobody.example", answers())).rejects.toThrow("no address");
    expect(reached).toHaveLength(before);
  });

  it("reliability 52: redirects are not followed, Retry-After is heard, a huge answer is not read", async () => {
    const before = reached.length;
    expect(await send("/moved", SANDBOX)).toEqual({ status: 302 });
    expect(reached).toHaveLength(before + 1);
    expect(await send("/busy", SANDBOX)).toEqual({ status: 503, retryAfterMs: 7_000 });
    expect(await send("/huge", SANDBOX)).toEqual({ status: 200 });
  });
});
