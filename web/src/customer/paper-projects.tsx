import { useTranslation } from "react-i18next";
import { useMe } from "../session/me.ts";

interface PaperProjectsProps {
  readonly projects: readonly { readonly pid: string; readonly name: string }[];
  /** How many there are, if more than are named. */
  readonly count?: number;
}

/** REG-06: which projects a paper is about, by the names of its day; those that are no longer the reader's say so. */
export function PaperProjects({ projects, count = projects.length }: PaperProjectsProps) {
  const { t } = useTranslation();
  const own = new Set(useMe().projects.map(({ pid }) => pid));
  return (
    <>
      {projects.map(({ pid, name }) => (
        <span key={pid} className="table__below">
          {name} <span className="tabular">{pid}</span>
          {own.has(pid) ? null : `, ${t("documents.movedAway")}`}
        </span>
      ))}
      {count > projects.length ? (
        <span className="table__below">{t("documents.moreProjects", { count: count - projects.length })}</span>
      ) : null}
    </>
  );
}
