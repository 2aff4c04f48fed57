import { balanceTopics } from "../modules/balance/index.ts";
import { documentDelivery } from "../modules/documents/index.ts";
import { addressConfirmation, letterCopy, letterDigest } from "../modules/notifications/index.ts";
import { proposalNotice } from "../modules/proposals/index.ts";
import { requestNotice, requestOverdue } from "../modules/requests/index.ts";
import { lifeTopics, personNotice, phoneCode, projectPeople, signInNotice } from "../modules/tenancy/index.ts";
import { alarmNotice } from "../platform/alarms/index.ts";
import { auditHeads } from "../platform/audit/index.ts";
import { topicRegistry } from "../platform/outbox/index.ts";

/** Every kind of message that leaves the house; what is of none of them is parked instead of sent. */
export const TOPICS = topicRegistry([
  alarmNotice,
  auditHeads,
  ...balanceTopics,
  documentDelivery,
  requestNotice,
  requestOverdue,
  letterCopy,
  letterDigest,
  addressConfirmation,
  personNotice,
  phoneCode,
  ...lifeTopics,
  projectPeople,
  proposalNotice,
  signInNotice,
]);
