import { Alert, Button, Checkbox, Dialog, Select } from "@gravity-ui/uikit";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { api, done, proofAsked } from "../../api/fetch.ts";
import { meQuery } from "../../api/queries.ts";
import { endingQuery } from "../../api/settings-queries.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Refused } from "../../ui/told.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { HelpLink } from "../help/help-link.tsx";
import { useProject } from "../projects.ts";
import { Field } from "./field.tsx";

/** REG-08: a project is put to rest, used again, or ended for ever. */
export function Ending() {
  const { t } = useTranslation();
  const { pid, permissions, status } = useProject();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<"conserve" | "resume" | "delete" | null>(null);
  if (status === "deleted")
    return <Alert theme="warning" title={t("ending.deleted")} message={t("ending.deletedHint")} />;
  if (!permissions.includes("project.manage")) return null;
  const changed = async () => {
    setOpen(null);
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
      queryClient.invalidateQueries({ queryKey: endingQuery(pid).queryKey }),
    ]);
  };
  // Nothing more is asked about the end of what has ended.
  const deleted = async () => {
    setOpen(null);
    queryClient.removeQueries({ queryKey: endingQuery(pid).queryKey });
    await queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
  };
  const rests = status === "conserved";
  const close = () => setOpen(null);
  return (
    <section className="card settings__card" aria-labelledby="general-ending">
      <h2 className="settings__heading" id="general-ending">
        {t("ending.title")}
      </h2>
      <HelpLink code="conserve" text={t("ending.help")} />
      <p className="settings__hint">{t(rests ? "ending.conserved" : "ending.conserveHint")}</p>
      <div className="settings__acts">
        <Button view="outlined" size="l" onClick={() => setOpen(rests ? "resume" : "conserve")}>
          {t(rests ? "ending.resume" : "ending.conserve")}
        </Button>
        {permissions.includes("project.delete") ? (
          <Button view="outlined-danger" size="l" onClick={() => setOpen("delete")}>
            {t("ending.delete")}
          </Button>
        ) : null}
      </div>
      {permissions.includes("project.delete") ? null : <p className="settings__hint">{t("ending.ownerDeletes")}</p>}
      {open === "conserve" ? (
        <Confirm
          title={t("ending.conserveTitle")}
          text={t("ending.conserveText")}
          action={t("ending.conserve")}
          act={() => done(api.POST("/v1/projects/{pid}/conserve", { params: { path: { pid } } }))}
          onDone={() => void changed()}
          onClose={close}
        />
      ) : null}
      {open === "resume" ? (
        <Confirm
          title={t("ending.resumeTitle")}
          text={t("ending.resumeText")}
          action={t("ending.resume")}
          act={() => done(api.POST("/v1/projects/{pid}/resume", { params: { path: { pid } } }))}
          onDone={() => void changed()}
          onClose={close}
        />
      ) : null}
      {open === "delete" ? <DeleteDialog onDone={() => void deleted()} onClose={close} /> : null}
    </section>
  );
}

/** What follows, for which months papers are wanted, and the PID once more. */
function DeleteDialog({ onDone, onClose }: { readonly onDone: () => void; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { pid, name, region } = useProject();
  const format = useFormats(region.timeZone);
  const titleId = useId();
  const aside = useSyncExternalStore(proofAsked.subscribe, proofAsked.now);
  const ending = useQuery(endingQuery(pid));
  const [typed, setTyped] = useState("");
  const [wanted, setWanted] = useState(true);
  const [chosen, setChosen] = useState<{ readonly from?: string; readonly to?: string }>({});
  const months = ending.data?.months ?? null;
  const all = months === null ? [] : monthsOf(months);
  const from = chosen.from ?? months?.from ?? "";
  const to = chosen.to ?? months?.to ?? "";
  const reversed = wanted && from > to;
  // Without an answer nobody knows whether papers were wanted: nothing is deleted then.
  const papers = months !== null && wanted ? { from, to } : null;
  const removed = useMutation({
    mutationFn: () =>
      done(api.POST("/v1/projects/{pid}/delete", { params: { path: { pid } }, body: { pid: typed.trim(), papers } })),
    onSuccess: onDone,
  });
  const options = all.map((month) => ({ value: month, content: format.month(month) }));
  return (
    <Dialog open={!aside} onClose={onClose} aria-labelledby={titleId}>
      <Dialog.Header caption={t("ending.deleteTitle", { name })} id={titleId} />
      <Dialog.Body className="confirm">
        <p className="confirm__text">{t("ending.deleteText")}</p>
        {(ending.data?.running ?? 0) > 0 ? (
          <p className="confirm__text">{t("ending.deleteRuns", { count: ending.data?.running ?? 0 })}</p>
        ) : null}
        <p className="confirm__text">{t("ending.deleteMoney")}</p>
        <Refused error={ending.error} />
        {months === null ? null : (
          <fieldset className="settings__papers">
            <legend>{t("ending.papers")}</legend>
            <Checkbox checked={wanted} onUpdate={setWanted}>
              {t("ending.papersWanted")}
            </Checkbox>
            {wanted ? (
              <div className="settings__acts">
                <Select
                  size="l"
                  label={t("ending.papersFrom")}
                  aria-label={t("ending.papersFrom")}
                  value={[from]}
                  options={options}
                  onUpdate={([month]) => month !== undefined && setChosen((before) => ({ ...before, from: month }))}
                />
                <Select
                  size="l"
                  label={t("ending.papersTo")}
                  aria-label={t("ending.papersTo")}
                  value={[to]}
                  options={options}
                  onUpdate={([month]) => month !== undefined && setChosen((before) => ({ ...before, to: month }))}
                />
              </div>
            ) : null}
            {reversed ? <p role="alert">{t("ending.papersReversed")}</p> : null}
          </fieldset>
        )}
        <Field label={t("ending.confirm", { pid })} value={typed} onUpdate={setTyped} />
        <Refused error={removed.error} />
        <div className="confirm__actions">
          <Button
            view="outlined-danger"
            size="l"
            loading={removed.isPending}
            disabled={ending.data === undefined || reversed || typed.trim().toLowerCase() !== pid}
            onClick={() => removed.mutate()}
          >
            {t("ending.delete")}
          </Button>
          <Button view="flat" size="l" onClick={onClose}>
            {t("action.cancel")}
          </Button>
        </div>
      </Dialog.Body>
    </Dialog>
  );
}

/** The newest first. */
function monthsOf({ from, to }: { readonly from: string; readonly to: string }): string[] {
  const months: string[] = [];
  for (let [year = 0, month = 0] = to.split("-").map(Number); ; ) {
    const one = `${year}-${String(month).padStart(2, "0")}`;
    if (one < from || months.length > 36) return months;
    months.push(one);
    [year, month] = month === 1 ? [year - 1, 12] : [year, month - 1];
  }
}
