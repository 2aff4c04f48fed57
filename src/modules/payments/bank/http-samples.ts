import { z } from "zod";

import { type Texts, refusal } from "../../../core/errors.ts";
import type { Instant } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";
import { type Route, fileResponse, route, textsSchema } from "../../../platform/http/index.ts";

/** A statement to try the import with: bytes as a bank's client program writes them. */
export interface SampleStatement {
  readonly regionCode: string;
  readonly regionName: Texts;
  readonly fileName: string;
  readonly bytes: Buffer;
}

/** Today's statements of the world that this installation plays, one a region at most; none where it plays none. */
export type SampleStatements = (tx: Tx, now: Instant) => Promise<readonly SampleStatement[]>;

const NoSampleStatement = refusal(
  "no_sample_statement",
  404,
  "Учебной выписки для региона {region} нет",
  "There is no sample statement for the region {region}",
);

const access = { kind: "staff", roles: ["accountant", "operator"] } as const;

/** PAY-05: what there is to try the import with; in production mode (null) nothing. */
export function sampleRoutes(samples: SampleStatements | null): Route[] {
  const at = (now: Instant) => async (tx: Tx) => (await samples?.(tx, now)) ?? [];
  return [
    route({
      method: "GET",
      path: "/v1/office/sample-statements",
      operationId: "listSampleStatements",
      summary: "Statements to try the import with, one a region (sandbox only)",
      response: z.strictObject({
        items: z.array(z.strictObject({ region: z.string(), regionName: textsSchema })),
      }),
      access,
      handler: async ({ now, read }) => {
        const found = await read(at(now));
        return { items: found.map(({ regionCode, regionName }) => ({ region: regionCode, regionName })) };
      },
    }),
    route({
      method: "GET",
      path: "/v1/office/sample-statements/{region}",
      operationId: "getSampleStatement",
      summary: "A region's statement of today to try the import with: 1C exchange (sandbox only)",
      params: z.strictObject({ region: z.string().min(1).max(40) }),
      response: fileResponse("text/plain; charset=windows-1251"),
      access,
      refusals: [NoSampleStatement],
      handler: async ({ params, now, read }) => {
        const sample = (await read(at(now))).find(({ regionCode }) => regionCode === params.region);
        if (!sample) throw NoSampleStatement({ values: { region: params.region } });
        return { contentType: "text/plain; charset=windows-1251", fileName: sample.fileName, body: sample.bytes };
      },
    }),
  ];
}
