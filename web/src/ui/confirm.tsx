import { Button, Dialog } from "@gravity-ui/uikit";
import { useMutation } from "@tanstack/react-query";
import { useId, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { proofAsked } from "../api/fetch.ts";
import { Refused } from "./told.tsx";
import "./confirm.css";

interface ConfirmProps {
  readonly title: string;
  /** What follows from it. */
  readonly text: string;
  /** What the button says that does it. */
  readonly action: string;
  readonly danger?: boolean;
  readonly act: () => Promise<unknown>;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Asks before something that cannot be taken back, and says why where it was refused. */
export function Confirm({ title, text, action, danger = false, act, onDone, onClose }: ConfirmProps) {
  const { t } = useTranslation();
  const titleId = useId();
  const asked = useMutation({ mutationFn: act, onSuccess: onDone });
  // Of two open dialogs the one that appears last hides the other from screen readers, whichever lies on top.
  const aside = useSyncExternalStore(proofAsked.subscribe, proofAsked.now);
  return (
    <Dialog open={!aside} onClose={onClose} aria-labelledby={titleId}>
      <Dialog.Header caption={title} id={titleId} />
      <Dialog.Body className="confirm">
        <p className="confirm__text">{text}</p>
        <Refused error={asked.error} />
        <div className="confirm__actions">
          <Button
            view={danger ? "outlined-danger" : "action"}
            size="l"
            loading={asked.isPending}
            onClick={() => asked.mutate()}
          >
            {action}
          </Button>
          <Button view="flat" size="l" onClick={onClose}>
            {t("action.cancel")}
          </Button>
        </div>
      </Dialog.Body>
    </Dialog>
  );
}
