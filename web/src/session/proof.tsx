import { useEffect, useState } from "react";
import { onProofNeeded } from "../api/fetch.ts";
import { saidLater } from "../i18n/index.ts";

/** Stands by until an act needs to know who is there; the dialog and its texts come when one does. */
export function Proof() {
  const [asked, setAsked] = useState<Asked | null>(null);
  useEffect(() => {
    onProofNeeded(async () => {
      const { ProofDialog } = await saidLater(import("./proof-dialog.tsx"));
      return new Promise((answer) => setAsked({ ProofDialog, answer }));
    });
    return () => onProofNeeded(async () => false);
  }, []);
  if (!asked) return null;
  const close = (given: boolean) => {
    setAsked(null);
    asked.answer(given);
  };
  return <asked.ProofDialog onGiven={() => close(true)} onClose={() => close(false)} />;
}

interface Asked {
  readonly ProofDialog: typeof import("./proof-dialog.tsx").ProofDialog;
  readonly answer: (given: boolean) => void;
}
