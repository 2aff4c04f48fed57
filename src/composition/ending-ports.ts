import { amountText } from "../platform/act.ts";
import { closeWallet, funds } from "../modules/balance/index.ts";
import { payerOf } from "../modules/parties/index.ts";
import { type RequestPorts, openRequest } from "../modules/requests/index.ts";
import { type EndingPorts, projectFacts, regionOf, userOfId } from "../modules/tenancy/index.ts";
import { countStarting, runningGauges } from "../modules/usage/index.ts";

/** What a project's end needs of rooms that tenancy must not know (REG-08). */
export function endingPorts(requests: RequestPorts): EndingPorts {
  return {
    runs: async (tx, projectId) =>
      new Set((await runningGauges(tx, projectId)).map(({ resourceId }) => resourceId)).size,
    starts: countStarting,
    hasPapers: async (tx, projectId, now) => (await payerOf(tx, [projectId], now)).has(projectId),
    balance: async (tx, projectId) => {
      const currency = (await projectFacts(tx, [projectId])).get(projectId)?.currency ?? "";
      return amountText((await funds(tx, [projectId])).get(projectId)?.paymentMinor ?? 0n, currency);
    },
    close: closeWallet,
    async askPapers(tx, { projectId, userId, months, now }) {
      const facts = (await projectFacts(tx, [projectId])).get(projectId);
      const user = await userOfId(tx, userId);
      if (!facts || !user) return;
      const requester = { userId, email: user.email, name: user.name };
      await openRequest(tx, requests, {
        asked: { kind: "last_papers", fields: { from: months.from, to: months.to } },
        text: null,
        fileIds: [],
        uploadedBy: `user:${userId}`,
        region: await regionOf(tx, facts.regionCode),
        projectId,
        requester,
        language: user.language,
        source: "console",
        by: { kind: "customer", userId, name: user.name },
        now,
      });
    },
  };
}
