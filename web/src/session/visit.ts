import { api } from "../api/fetch.ts";
import { currentVisit, keepVisit } from "../api/visit.ts";

/** This tab asks as its own person again, and the visit ends; one that is over already is none. */
export async function leaveVisit(): Promise<void> {
  const id = currentVisit();
  if (id === null) return;
  keepVisit(null);
  await api.POST("/v1/office/visits/{id}/end", { params: { path: { id } } }).catch(() => undefined);
}
