import type { English } from "../../english.ts";
import type { quarantine as texts } from "../../ru/office/quarantine.ts";

export const quarantine: English<typeof texts> = {
  quarantine: {
    title: "Quarantine",
    lead: "Usage events that could not be taken: each says why. The newest come first.",
    event: "Event and sender",
    reason: "Why it was not taken",
    receivedAt: "Received, UTC",
    asSent: "What the event says",
    download: "Bytes as sent",
    downloadOf: "Download the bytes as sent of the event {{id}}",
    notKept: "The bytes as sent were not kept.",
    release: "Accept",
    notUsage: "It is no usage: it cannot be accepted, only dismissed.",
    isReleased: "The event {{id}} is accepted",
    dismiss: "Dismiss",
    dismissHint: "The event stays here and its id stays taken: sent again, it is not counted.",
    why: "Why is it dismissed?",
    isDismissed: "The event {{id}} is dismissed",
    state: "State",
    state_waiting: "Waiting for a decision",
    state_released: "Taken",
    state_dismissed: "Dismissed",
    decided: "decided by {{by}}, {{at}} UTC",
    empty: "There are no events",
    empty_waiting: "Every usage event has been taken or decided.",
    empty_released: "No event has been taken out of quarantine yet.",
    empty_dismissed: "No event of the quarantine has been dismissed yet.",
  },
};
