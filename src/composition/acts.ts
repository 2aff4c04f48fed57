import { balanceActs } from "../modules/balance/index.ts";
import { catalogActs } from "../modules/catalog/index.ts";
import { closingActs } from "../modules/closing/index.ts";
import { documentActs } from "../modules/documents/index.ts";
import { notificationActs } from "../modules/notifications/index.ts";
import { partyActs } from "../modules/parties/index.ts";
import { paymentActs } from "../modules/payments/index.ts";
import { proposalActs } from "../modules/proposals/index.ts";
import { requestActs } from "../modules/requests/index.ts";
import { tenancyActs } from "../modules/tenancy/index.ts";
import { usageActs } from "../modules/usage/index.ts";
import { actRegistry } from "../platform/audit/index.ts";
import { jobActs } from "../platform/jobs/index.ts";
import { outboxActs } from "../platform/outbox/index.ts";

/** Every kind of act that the audit knows (AUD-01): the words of what stands in its rows. */
export const ACTS = actRegistry([
  ...balanceActs,
  ...catalogActs,
  ...closingActs,
  ...documentActs,
  ...jobActs,
  ...notificationActs,
  ...outboxActs,
  ...partyActs,
  ...paymentActs,
  ...proposalActs,
  ...requestActs,
  ...tenancyActs,
  ...usageActs,
]);
