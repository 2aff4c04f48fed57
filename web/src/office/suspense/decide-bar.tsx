import { Button, TextInput } from "@gravity-ui/uikit";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, done } from "../../api/fetch.ts";
import { Refused } from "../../ui/told.tsx";
import "../../ui/filters.css";

interface DecideBarProps {
  readonly ids: readonly string[];
  readonly onDecided: () => void;
}

/** PAY-05: what is chosen is credited to one project, or ends its waiting: all of it or nothing. */
export function DecideBar({ ids, onDecided }: DecideBarProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [pid, setPid] = useState("");
  const [note, setNote] = useState("");
  const decide = useMutation({
    mutationFn: (outcome: "credited" | "returned" | "dismissed") => {
      const body = { ids: [...ids] };
      return outcome === "credited"
        ? done(api.POST("/v1/office/suspense/assign", { body: { ...body, pid, ...(note ? { note } : {}) } }))
        : done(api.POST("/v1/office/suspense/close", { body: { ...body, outcome, note } }));
    },
    onSuccess: () => {
      onDecided();
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
      <Refused error={decide.error} />
    </div>
  );
}
