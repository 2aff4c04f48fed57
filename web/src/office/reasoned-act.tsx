import { Button, TextInput } from "@gravity-ui/uikit";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Refused } from "../ui/told.tsx";
import "../ui/filters.css";

interface ReasonedActProps {
  /** What is done: opens the form, and does it. */
  readonly label: string;
  readonly hint?: string;
  /** The field of the reason, without which it is not done. */
  readonly why: string;
  readonly act: (note: string) => Promise<unknown>;
  readonly onDone: () => void;
  /** What else is said before it is done, and whether it is said. */
  readonly children?: ReactNode;
  readonly ready?: boolean;
}

/** Something that is done to a row for a reason that stays in the books. */
export function ReasonedAct({ label, hint, why, act, onDone, children, ready = true }: ReasonedActProps) {
  const [note, setNote] = useState("");
  const asked = useMutation({ mutationFn: act, onSuccess: onDone });
  return (
    <details>
      <summary className="table__opens">{label}</summary>
      {hint === undefined ? null : <p className="secondary">{hint}</p>}
      <div className="filters">
        {children}
        <TextInput size="l" label={why} value={note} onUpdate={setNote} />
        <Button
          view="outlined-danger"
          size="l"
          loading={asked.isPending}
          disabled={note.trim() === "" || !ready}
          onClick={() => asked.mutate(note)}
        >
          {label}
        </Button>
        <Refused error={asked.error} />
      </div>
    </details>
  );
}
