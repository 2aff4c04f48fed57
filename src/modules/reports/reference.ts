import { type ProjectId, formatPid, parsePid } from "../../core/ids.ts";
import type { LocalDate } from "../../core/time.ts";

/** Names one charge, or the charges of a resource and SKU over some days: what `explain` takes and reports give. */
export interface ChargeReference {
  readonly projectId: ProjectId;
  readonly skuCode: string;
  readonly resourceId: string;
  readonly from: LocalDate;
  readonly to: LocalDate;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/** `charge~mcs1234567890~2026-10-01~2026-10-31~<resource id>~<sku code>`. */
export function formatChargeReference(reference: ChargeReference): string {
  const { projectId, from, to, resourceId, skuCode } = reference;
  return ["charge", formatPid(projectId), from, to, resourceId, encodeURIComponent(skuCode)].join("~");
}

/** Null when the text is not a reference of a charge. */
export function parseChargeReference(text: string): ChargeReference | null {
  const [kind, pid = "", from = "", to = "", resourceId = "", code = "", ...rest] = text.split("~");
  const projectId = parsePid(pid);
  if (kind !== "charge" || rest.length > 0 || projectId === null || code === "") return null;
  if (!DATE.test(from) || !DATE.test(to) || !UUID.test(resourceId)) return null;
  try {
    return { projectId, from: from as LocalDate, to: to as LocalDate, resourceId, skuCode: decodeURIComponent(code) };
  } catch {
    return null;
  }
}
