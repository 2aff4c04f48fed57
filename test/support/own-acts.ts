/**
 * Acts on a project's people and tokens: what is sent, and what its own owner is answered, who comes by a token here: what a
 * person does in the browser alone is refused to it, and people and tokens of that id are not there.
 */
export function ownActs(
  projectName: string,
): Readonly<Record<string, readonly [body: object | undefined, own: number]>> {
  return {
    // Nobody has answered yet.
    rateRequest: [{ score: 5 }, 409],
    // Something runs in it, so it is not conserved; who deletes it does so in the browser.
    conserveProject: [undefined, 409],
    resumeProject: [undefined, 409],
    deleteProject: [{ pid: "mcs0000000001", papers: null }, 403],
    renameProject: [{ name: projectName }, 204],
    claimSso: [
      { domain: "a.example", issuer: "https://id.a.example", clientId: "c", clientSecret: "s", defaultRole: "viewer" },
      403,
    ],
    checkSso: [undefined, 403],
    changeSso: [{ required: false }, 403],
    removeSso: [undefined, 403],
    issueToken: [{ name: "t", scopes: ["project.view"], days: 1 }, 201],
    revokeToken: [undefined, 404],
    changeRole: [{ role: "viewer" }, 404],
    removeMember: [undefined, 404],
    leaveProject: [undefined, 403],
    inviteMember: [{ email: "somebody@example.test", role: "viewer" }, 201],
    resendInvitation: [undefined, 404],
    withdrawInvitation: [undefined, 404],
    askOwnerChange: [{ memberId: "1" }, 403],
    withdrawOwnerChange: [undefined, 403],
    chooseNotification: [{ letter: true, console: true }, 204],
    addNotificationAddress: [{ email: "copy@example.test", groups: ["money"] }, 201],
    removeNotificationAddress: [undefined, 404],
  };
}
