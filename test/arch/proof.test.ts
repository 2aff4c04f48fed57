import { expect, test } from "vitest";

import { allRoutes } from "../../src/composition/app.ts";
import { needsProof } from "../../src/platform/http/route.ts";

const routes = allRoutes(null as never, { renderPaymentInvoice: null as never, moveClock: null } as never);
const named = (operationId: string) => routes.find((route) => route.operationId === operationId);

test("reliability 42 acts on money, rights and tokens ask who is at the browser, or say why they need not", () => {
  const asked = routes.filter(needsProof).map(({ operationId }) => operationId);
  expect(asked).toEqual(
    expect.arrayContaining([
      "issueToken",
      "changeRole",
      "removeMember",
      "inviteMember",
      "askOwnerChange",
      "consentOwnerChange",
      "importBankStatement",
      "assignSuspense",
      "closeSuspense",
      "withdrawBankFile",
      "blockUser",
      "resetSecondFactor",
      "turnSecondFactorOff",
    ]),
  );
  for (const { operationId, proof } of routes) {
    if (proof !== undefined && proof !== true) expect(proof.none.length, operationId).toBeGreaterThanOrEqual(20);
  }
  expect([named("endSession"), named("revokeToken")].filter((route) => route && needsProof(route))).toEqual([]);
  expect(routes.filter((route) => route.method === "GET" && needsProof(route))).toEqual([]);
});
