import { type ProjectId } from "../../core/ids.ts";
import { type Instant } from "../../core/time.ts";
import { type Tx } from "../../platform/db.ts";
import { supplierOf } from "./lookup.ts";
import { type ContractTerms, type Payer, UnknownContract, UnknownPayer, requireOpenTo } from "./payer.ts";
import { SellerIsBuyer, isSeller } from "./payer-details.ts";
import {
  type NewPayer,
  deleteAssignmentsFrom,
  endAssignment,
  insertAssignment,
  insertContract,
  insertPayer,
  selectAccountAssignment,
  selectContracts,
  selectPayers,
} from "./store.ts";

export interface PayerDetails extends Pick<Payer, "accountId" | "kind" | "countryCode" | "name"> {
  readonly fullName?: string;
  readonly inn?: string | null;
  readonly kpp?: string | null;
  readonly ogrn?: string | null;
  readonly address?: string | null;
  readonly documentEmail?: string | null;
  /** When its details were confirmed (PYR-05). */
  readonly registeredAt?: Instant | null;
}

/** A payer of an account. Check digits are verified by whoever takes the details from a person (PYR-05). */
export function registerPayer(tx: Tx, details: PayerDetails): Promise<bigint> {
  const payer: NewPayer = {
    accountId: details.accountId,
    kind: details.kind,
    countryCode: details.countryCode,
    name: details.name,
    fullName: details.fullName ?? details.name,
    inn: details.inn ?? null,
    kpp: details.kpp ?? null,
    ogrn: details.ogrn ?? null,
    address: details.address ?? null,
    documentEmail: details.documentEmail ?? null,
    registeredAt: details.registeredAt ?? null,
  };
  return insertPayer(tx, payer);
}

/** Concludes a contract of a payer with a supplier; refuses as requireOpenTo says (PYR-02, PYR-03, PYR-04), and SellerIsBuyer (PYR-10). */
export async function concludeContract(
  tx: Tx,
  payerId: bigint,
  supplierCode: string,
  terms: ContractTerms,
): Promise<bigint> {
  const [payer] = await selectPayers(tx, [payerId]);
  if (!payer) throw UnknownPayer();
  const supplier = await supplierOf(tx, supplierCode);
  requireOpenTo(payer, supplier.countryCode, terms);
  if (isSeller(payer, supplier)) throw SellerIsBuyer({ field: "inn", values: { name: supplier.name } });
  return insertContract(tx, payerId, supplierCode, terms);
}

/**
 * From an instant on, a project is paid for by this payer under this contract; what was planned for later is withdrawn,
 * what was before stays (REG-06). Refuses UnknownContract.
 */
export async function changePayer(
  tx: Tx,
  projectId: ProjectId,
  payerId: bigint,
  contractId: bigint,
  from: Instant,
): Promise<void> {
  const [contract] = await selectContracts(tx, [contractId]);
  if (!contract || contract.payerId !== payerId) throw UnknownContract();
  await deleteAssignmentsFrom(tx, projectId, from);
  await endAssignment(tx, projectId, from);
  await insertAssignment(tx, { projectId, payerId, contractId, startsAt: from });
}

/** PYR-05: a further project of an account is paid for by whom its others are; of an individual, by nobody named. */
export async function inheritPayer(tx: Tx, projectId: ProjectId, accountId: bigint, now: Instant): Promise<void> {
  const known = await selectAccountAssignment(tx, accountId, now);
  if (known) await changePayer(tx, projectId, known.payerId, known.contractId, now);
}
