/** Of what one is asked, on whatever page one is. */
export const asked = {
  asked: {
    label: "Waits for your answer",
    invitation: "{{by}} invites you to the project “{{project}}” ({{pid}}). Role: {{role}}.",
    ownerChange:
      "{{by}} asks you to become the owner of the project “{{project}}” ({{pid}}). You will exchange roles; the account, the payer and its documents stay with the owner of before.",
    accept: "Accept",
    consent: "Agree",
    decline: "Decline",
  },
};
