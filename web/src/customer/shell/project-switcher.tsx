import { Snowflake } from "@gravity-ui/icons";
import { Icon, Select } from "@gravity-ui/uikit";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Project } from "../../api/fetch.ts";
import { useText } from "../../ui/use-formats.ts";
import { sectionsOf, startOf } from "../projects.ts";
import { useMe } from "../../session/me.ts";

/** Only long lists are worth a search field. */
const FILTERABLE_FROM = 8;

interface ProjectSwitcherProps {
  readonly project: Project | undefined;
}

/** Switches the project and stays on the same page; filters of the old project are left behind. */
export function ProjectSwitcher({ project }: ProjectSwitcherProps) {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { projects } = useMe();
  const open = (pid: string | undefined) => {
    if (pid === undefined || pid === project?.pid) return;
    const [, , , ...page] = pathname.split("/");
    const other = projects.find((one) => one.pid === pid);
    if (!other) return;
    const stays = sectionsOf(other).some((section) => section === page[0]);
    // A request is one project's alone: the other shows its own.
    const here = page[0] === "requests" ? page[0] : page.join("/");
    void navigate({ to: stays ? `/projects/${pid}/${here}` : startOf(other) });
  };
  return (
    <Select
      aria-label={t("app.project")}
      size="l"
      className="project-switcher"
      value={project ? [project.pid] : []}
      placeholder={t("app.project")}
      filterable={projects.length >= FILTERABLE_FROM}
      filterPlaceholder={t("app.projectFind")}
      onUpdate={([pid]) => open(pid)}
      options={projects.map((one) => ({ value: one.pid, content: one.name, text: `${one.name} ${one.pid}` }))}
      getOptionHeight={() => 52}
      popupWidth="fit"
      renderOption={({ value }) => {
        const listed = projects.find(({ pid }) => pid === value);
        return listed ? <ProjectOption project={listed} region={text(listed.region.name)} /> : <></>;
      }}
      renderSelectedOption={() => (
        <span>
          {project?.frozen ? <FrozenMark /> : null}
          {project?.name}
          <span className="project-switcher__pid">{project?.pid}</span>
        </span>
      )}
    />
  );
}

function ProjectOption({ project, region }: { readonly project: Project; readonly region: string }) {
  return (
    <span className="project-switcher__option">
      <span>
        {project.frozen ? <FrozenMark /> : null}
        {project.name}
      </span>
      <span className="project-switcher__pid">
        {project.pid} · {region}
      </span>
    </span>
  );
}

function FrozenMark() {
  const { t } = useTranslation();
  return (
    <span className="danger frozen-mark">
      <Icon data={Snowflake} size={12} /> <span className="visually-hidden">{t("app.projectFrozen")} </span>
    </span>
  );
}
