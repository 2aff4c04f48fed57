import { z } from "zod";

import { type Route, fileResponse, route } from "../http/index.ts";
import { FileLost, FileStorageAway } from "./object-store.ts";
import { AddressExpired } from "./refusals.ts";
import type { Uploads } from "./uploads.ts";

/**
 * The one way in which brought files leave: by a signed address, as attachments, at a place that neither reads nor needs a
 * session, so that whatever is in them cannot act for anybody.
 */
export function uploadRoutes(uploads: Uploads): Route[] {
  return [
    route({
      method: "GET",
      path: "/files/{address}",
      operationId: "getFile",
      summary: "A file by its signed address, always as an attachment",
      params: z.strictObject({ address: z.string().max(90) }),
      response: fileResponse("application/octet-stream"),
      access: { kind: "public", cookies: "ignored" },
      refusals: [AddressExpired, FileLost, FileStorageAway],
      handler: async ({ params, header }) => {
        const { name, byteLength, content } = await uploads.open(params.address);
        header("content-security-policy", "default-src 'none'; sandbox");
        return {
          contentType: "application/octet-stream",
          fileName: name,
          body: { bytes: Number(byteLength), content },
        };
      },
    }),
  ];
}
