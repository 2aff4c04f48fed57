import { type ProjectId, formatPid, parsePid } from "../../core/ids.ts";
import type { LocalDate } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { resourceIdOf } from "../usage/index.ts";
import { selectResources } from "./report-store.ts";

/** Names one charge, or the charges of a resource and SKU over some days: what `explain` takes and reports give. */
export interface ChargeReference {
  readonly projectId: ProjectId;
  readonly skuCode: string;
  /** The id under which its usage came; empty for what no resource caused, the shortfall of a commitment. */
  readonly resource: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

/** Longer than any reference: an id of 512 letters, each of which takes six characters when it is encoded. */
export const LONGEST_REFERENCE = 4000;

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** `charge~mcs1234567890~2026-10-01~2026-10-31~web-1~compute.vcpu.standard`: the customer's own words, percent-encoded. */
export function formatChargeReference(reference: ChargeReference): string {
  const { projectId, from, to, resource, skuCode } = reference;
  return ["charge", formatPid(projectId), from, to, encoded(resource), encoded(skuCode)].join("~");
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll("~", "%7E");
}

/** Null when the text is not a reference of a charge. */
export function parseChargeReference(text: string): ChargeReference | null {
  const [kind, pid = "", from = "", to = "", resource, code = "", ...rest] = text.split("~");
  const projectId = parsePid(pid);
  if (kind !== "charge" || rest.length > 0 || projectId === null || resource === undefined || code === "") return null;
  if (!DATE.test(from) || !DATE.test(to)) return null;
  try {
    return {
      projectId,
      from: from as LocalDate,
      to: to as LocalDate,
      resource: decodeURIComponent(resource),
      skuCode: decodeURIComponent(code),
    };
  } catch {
    return null;
  }
}

/** The resource that carries what no single resource caused: the shortfall of a commitment. */
export const NO_RESOURCE = "00000000-0000-0000-0000-000000000000";
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

export interface FoundResource {
  readonly resourceId: string;
  /** The id under which its usage came; null for what no resource caused, and for usage without a description. */
  readonly key: string | null;
  readonly name: string | null;
}

/** What a reference calls its resource: the customer's id of it; an inner id, as references were once made of, is found too. */
export async function resourceOf(
  reader: Pick<Tx, "query">,
  { projectId, resource }: ChargeReference,
): Promise<FoundResource | null> {
  if (resource === "") return { resourceId: NO_RESOURCE, key: null, name: null };
  const ids = [resourceIdOf(projectId, resource), ...(UUID.test(resource) ? [resource] : [])];
  const known = await selectResources(
    reader,
    ids.map(() => projectId),
    ids,
  );
  const found = known.find(({ key }) => key === resource) ?? known[0];
  if (found) return found;
  return UUID.test(resource) ? { resourceId: resource, key: null, name: null } : null;
}

/** How references name some resources: by the customer's ids. */
export async function resourceKeys(
  reader: Pick<Tx, "query">,
  resources: readonly { readonly projectId: ProjectId; readonly resourceId: string }[],
): Promise<(projectId: ProjectId, resourceId: string) => { readonly resource: string; readonly name: string | null }> {
  const named = await selectResources(
    reader,
    resources.map((one) => one.projectId),
    resources.map((one) => one.resourceId),
  );
  const byId = new Map(named.map((one) => [`${one.projectId} ${one.resourceId}`, one]));
  return (projectId, resourceId) => {
    const found = byId.get(`${projectId} ${resourceId}`);
    return { resource: found?.key ?? (resourceId === NO_RESOURCE ? "" : resourceId), name: found?.name ?? null };
  };
}
