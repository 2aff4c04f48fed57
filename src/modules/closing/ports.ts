import type { Tx } from "../../platform/db.ts";
import type { PaymentDocument, RenderPdfs } from "../documents/index.ts";

/** Money that came in at once, as `balance` knows it. */
interface PaidLot {
  readonly projectId: bigint;
  readonly lotNo: bigint;
}

/** What a close needs from outside its rooms; the composition root hands it in. */
export interface ClosePorts {
  readonly render: RenderPdfs;
  /** The payment documents of lots that are bank transfers, in the order of their dates: row 5 of the UPD (PAY-08). */
  readonly paymentDocuments: (tx: Tx, lots: readonly PaidLot[]) => Promise<readonly (PaymentDocument & PaidLot)[]>;
  /** Called after each piece of work that is committed; what it throws ends the close there. */
  readonly onProgress?: (step: CloseStep, done: number) => void;
  /** Payers issued, and documents printed, in one transaction; 200 and 100 when left out. */
  readonly batch?: number;
}

export type CloseStep = "charge" | "check" | "lock" | "issue" | "print" | "send";
