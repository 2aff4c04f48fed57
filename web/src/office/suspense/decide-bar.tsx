import { Alert, Button, TextInput } from "@gravity-ui/uikit";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type SuspenseLine, api, taken } from "../../api/fetch.ts";
import { Refused } from "../../ui/told.tsx";
import { useSecondPerson } from "./second-person.ts";
import "../../ui/filters.css";

interface DecideBarProps {
  readonly lines: readonly SuspenseLine[];
  /** Told the proposal that waits for a second person, or null: it is done. */
  readonly onDecided: (proposal: string | null) => void;
}

/** PAY-05: what is chosen is credited to one project, or ends its waiting: all of it or nothing. */
export function DecideBar({ lines, onDecided }: DecideBarProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const ids = lines.map(({ id }) => id);
  const second = useSecondPerson(lines);
  const [pid, setPid] = useState("");
  const [note, setNote] = useState("");
  const decide = useMutation({
    mutationFn: async (outcome: "credited" | "returned" | "dismissed") => {
      const credit = { ids, pid, ...(note ? { note } : {}) };
      const { proposal } =
        outcome === "credited"
          ? await taken(api.POST("/v1/office/suspense/assign", { body: credit }))
          : await taken(api.POST("/v1/office/suspense/close", { body: { ids, outcome, note } }));
      return proposal;
    },
    onSuccess: (proposal) => {
      onDecided(proposal);
      void queryClient.invalidateQueries({ queryKey: ["proposals"] });
      void queryClient.invalidateQueries({ queryKey: ["suspense"] });
    },
  });
  // One act at a time: while it is done, no other can be asked for.
  const act = (outcome: "credited" | "returned" | "dismissed", lacks: boolean) => ({
    size: "l" as const,
    loading: decide.isPending && decide.variables === outcome,
    disabled: lacks || decide.isPending,
    onClick: () => decide.mutate(outcome),
  });
  const noNote = note.trim() === "";
  return (
    <div className="filters suspense__decide" role="group" aria-label={t("suspense.chosen", { count: ids.length })}>
      <span>{t("suspense.chosen", { count: ids.length })}</span>
      <TextInput size="l" label={t("suspense.pid")} placeholder="mcs1000000001" value={pid} onUpdate={setPid} />
      <TextInput size="l" label={t("suspense.note")} value={note} onUpdate={setNote} />
      <Button view="action" {...act("credited", pid.trim() === "")}>
        {t("suspense.assign")}
      </Button>
      <Button {...act("returned", noNote)}>{t("suspense.returned")}</Button>
      <Button {...act("dismissed", noNote)}>{t("suspense.dismissed")}</Button>
      {second === null ? null : <Alert theme="info" message={second} />}
      <Refused error={decide.error} />
    </div>
  );
}
