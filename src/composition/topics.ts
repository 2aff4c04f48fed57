import { balanceTopics } from "../modules/balance/index.ts";
import { documentDelivery } from "../modules/documents/index.ts";
import { topicRegistry } from "../platform/outbox/index.ts";

/** Every kind of message that leaves the house; what is of none of them is parked instead of sent. */
export const TOPICS = topicRegistry([...balanceTopics, documentDelivery]);
