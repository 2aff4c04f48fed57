import { Progress } from "@gravity-ui/uikit";
import { useTranslation } from "react-i18next";
import type { Job } from "../../api/fetch.ts";
import { useFormats } from "../../ui/use-formats.ts";
import "./operations.css";

const KINDS = {
  "closing.month": "kind_month",
  "closing.issue_waiting": "kind_waiting",
  "platform.check": "kind_check",
} as const;

/** What a job does, in words, with what it is about; a kind that this version does not know by its code. */
export function useJobName(): (job: Pick<Job, "kind" | "payload">) => string {
  const { t } = useTranslation();
  return ({ kind, payload }) => {
    const [, word] = Object.entries(KINDS).find(([one]) => one === kind) ?? [];
    const about = [payload["region"], payload["month"]].filter((one) => typeof one === "string");
    return [word === undefined ? kind : t(`jobs.${word}`), ...about].join(" ");
  };
}

/** How far a job is. */
export function JobProgress({ job }: { readonly job: Job }) {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  const { state, done, total, cancelAsked } = job;
  const told = state === "running" && cancelAsked ? t("jobs.cancelling") : t(`jobs.state_${state}`);
  const far =
    total === null ? t("jobs.done", { count: done }) : t("jobs.doneOf", { done, total: format.decimal(String(total)) });
  if (state !== "running") return <>{told}</>;
  return (
    <>
      {told}
      <span className="table__below tabular">{far}</span>
      {total === null || total === 0 ? null : (
        <div className="operations__bar" aria-hidden>
          <Progress size="xs" value={Math.min(100, (100 * done) / total)} />
        </div>
      )}
    </>
  );
}
