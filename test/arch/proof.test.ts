import { expect, test } from "vitest";

import { allRoutes } from "../../src/composition/app.ts";
import { needsProof } from "../../src/platform/http/route.ts";

const routes = allRoutes(null as never, { renderPaymentInvoice: null as never, moveClock: null } as never);
const named = (operationId: string) => routes.find((route) => route.operationId === operationId);

/** All of them: one that is added or left out is looked at. */
const ASKED = [
  "activateProjectByStaff",
  "addStaff",
  "adoptProposal",
  "agreeToMailChange",
  "approveProposal",
  "approveSso",
  "askErasure",
  "askErasureOf",
  "askMailChange",
  "askOwnerChange",
  "askPhone",
  "assignSuspense",
  "assignSuspenseTogether",
  "attachRequest",
  "beginSecondFactor",
  "beginVisit",
  "blockUser",
  "changeRole",
  "changeSso",
  "changeStaffRole",
  "checkSso",
  "claimSso",
  "closeSuspense",
  "closeSuspenseTogether",
  "completeInvitation",
  "completeRegistration",
  "confirmSecondFactor",
  "consentOwnerChange",
  "conserveProject",
  "conserveProjectByStaff",
  "declineInvitationByLink",
  "deleteProject",
  "deleteProjectByStaff",
  "dismissQuarantined",
  "endSessionsOfUser",
  "giveUpMessage",
  "holdErasure",
  "importBankStatement",
  "inviteMember",
  "issueToken",
  "readProposedFile",
  "refuseProposal",
  "refuseSsoByStaff",
  "releaseErasure",
  "releaseHalt",
  "releaseQuarantined",
  "removeMember",
  "removePasskey",
  "removeSso",
  "removeSsoByStaff",
  "renewBackupCodes",
  "resendInvitation",
  "resetPassword",
  "resetSecondFactor",
  "resumeProject",
  "resumeProjectByStaff",
  "revokeTokensOfUser",
  "setUsageAside",
  "takePersonalFile",
  "turnSecondFactorOff",
  "unblockUser",
  "unlockSignIn",
  "withdrawBankFile",
  "withdrawProposal",
];

test("reliability 42 acts on money, rights and tokens ask who is at the browser, or say why they need not", () => {
  const asked = routes.filter(needsProof).map(({ operationId }) => operationId);
  expect(asked.toSorted()).toEqual(ASKED);
  for (const { operationId, proof } of routes) {
    if (proof !== undefined && proof !== true) expect(proof.none.length, operationId).toBeGreaterThanOrEqual(20);
  }
  expect([named("endSession"), named("revokeToken")].filter((route) => route && needsProof(route))).toEqual([]);
  expect(routes.filter((route) => route.method === "GET" && needsProof(route))).toEqual([]);
});
