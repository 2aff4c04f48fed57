import { randomBytes } from "node:crypto";
import { type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";

import Provider from "oidc-provider";
import { afterAll } from "vitest";

/** Its pages ask another host for letters: without that. */
function plainly(response: ServerResponse): void {
  const end = response.end.bind(response);
  response.end = ((body?: unknown) => {
    if (typeof body !== "string") return body === undefined ? end() : end(body);
    const plain = body.replaceAll(/@import url\([^)]*\);?/g, "");
    response.setHeader("content-length", Buffer.byteLength(plain));
    return end(plain);
  }) as typeof response.end;
}

/**
 * An identity provider as others run it, on this machine, with its own pages: whoever gives a name signs in as NAME@domain. `origins`
 * are the sites whose callback addresses it takes.
 */
export async function openRealProvider(domain: string, redirectUris: readonly string[]) {
  const client = { clientId: "saldo", clientSecret: randomBytes(24).toString("base64url") };
  let handle: ReturnType<Provider["callback"]> = (_request, response) => void response.end();
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: redirectUris,
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    findAccount: (_context: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@${domain}`, email_verified: true, name: `Person ${id}` }),
    }),
    cookies: { keys: [randomBytes(24).toString("base64url")] },
    pkce: { required: () => true },
  });
  const answer = provider.callback();
  handle = (request, response) => {
    if (request.url === "/favicon.ico") return void response.writeHead(204).end();
    plainly(response);
    answer(request, response);
  };
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return { issuer, ...client };
}
