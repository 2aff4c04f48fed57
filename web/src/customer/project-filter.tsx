import { Select } from "@gravity-ui/uikit";
import { useTranslation } from "react-i18next";
import { useComparableProjects, useProject } from "./projects.ts";
import { chosenProjects } from "./search.ts";

interface ProjectFilterProps {
  /** PIDs joined by commas; undefined means the current project. */
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** Several projects of one region (one currency, one zone); hidden from those who have only one. */
export function ProjectFilter({ value, onChange }: ProjectFilterProps) {
  const { t } = useTranslation();
  const project = useProject();
  const projects = useComparableProjects(project);
  if (projects.length < 2) return null;
  const chosen = chosenProjects(value, project.pid);
  return (
    <Select
      className="filters__projects"
      aria-label={t("filter.projects")}
      size="l"
      label={t("filter.projects")}
      multiple
      filterable={projects.length > 8}
      filterPlaceholder={t("app.projectFind")}
      value={chosen}
      options={projects.map(({ pid, name }) => ({ value: pid, content: name, text: `${name} ${pid}` }))}
      renderSelectedOption={(option, index) =>
        index > 0 ? (
          <></>
        ) : (
          <span>{chosen.length === 1 ? option.content : t("filter.projectsCount", { count: chosen.length })}</span>
        )
      }
      onUpdate={(pids) => {
        const alone = pids.length === 0 || (pids.length === 1 && pids[0] === project.pid);
        onChange(alone ? undefined : pids.join(","));
      }}
    />
  );
}
