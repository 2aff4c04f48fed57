import type { Texts } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import { formatMinor } from "../../core/money.ts";
import type { LocalDate } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { skuIndex } from "../catalog/index.ts";
import * as usage from "../usage/index.ts";
import { formatChargeReference, resourceKeys } from "./reference.ts";

/** A charge behind a document's line, in its customer's words. */
export interface NamedCharge extends usage.DocumentedCharge {
  readonly reference: string;
  readonly skuName: Texts;
  /** The customer's name or id of it; null for what no resource caused. */
  readonly resource: string | null;
}

/** The charges behind a part of a document, each with the reference that explains it; at most `limit`. */
export async function documentedCharges(
  reader: Pick<Tx, "query">,
  key: usage.DocumentedKey,
  limit = 1000,
): Promise<NamedCharge[]> {
  const rows = await usage.chargesOfPart(reader, key, limit);
  const keyOf = await resourceKeys(reader, rows);
  const { skus } = await skuIndex(reader as Tx);
  return rows.map((row) => ({
    ...row,
    skuName: skus.get(row.skuCode)?.name ?? { ru: row.skuCode, en: row.skuCode },
    resource: nameOf(keyOf(row.projectId, row.resourceId)),
    reference: formatChargeReference({
      projectId: row.projectId,
      resource: keyOf(row.projectId, row.resourceId).resource,
      skuCode: row.skuCode,
      from: row.firstDay,
      to: row.lastDay,
    }),
  }));
}

function nameOf({ resource, name }: { readonly resource: string; readonly name: string | null }): string | null {
  return name ?? (resource === "" ? null : resource);
}

/** The charges of a project's day that were booked in a month, each with the reference that explains it; at most `limit`. */
export async function dayCharges(
  reader: Pick<Tx, "query">,
  projectId: ProjectId,
  day: LocalDate,
  month: string,
  limit = 1000,
): Promise<{ reference: string; amount: string }[]> {
  const rows = await usage.chargesOfDay(reader, projectId, day, month, limit);
  const keyOf = await resourceKeys(
    reader,
    rows.map(({ resourceId }) => ({ projectId, resourceId })),
  );
  return rows.map(({ resourceId, skuCode, amountMinor }) => ({
    reference: formatChargeReference({
      projectId,
      resource: keyOf(projectId, resourceId).resource,
      skuCode,
      from: day,
      to: day,
    }),
    amount: formatMinor(amountMinor),
  }));
}

/** What the catalogue calls a service, or its code. */
export async function serviceName(reader: Pick<Tx, "query">, serviceCode: string): Promise<Texts> {
  const { services } = await skuIndex(reader as Tx);
  return services.get(serviceCode)?.name ?? { ru: serviceCode, en: serviceCode };
}
