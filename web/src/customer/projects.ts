import { useParams } from "@tanstack/react-router";
import type { Project } from "../api/fetch.ts";
import { useMe } from "../session/me.ts";

const KEPT = "saldo.project";

/** The project to open first: the one used last on this device, else the first of the list that is not deleted. */
export function firstProject(projects: readonly Project[]): Project | undefined {
  const kept = localStorage.getItem(KEPT);
  const live = projects.filter(({ status }) => status !== "deleted");
  return projects.find(({ pid }) => pid === kept) ?? live[0] ?? projects[0];
}

export function keepProject(pid: string): void {
  localStorage.setItem(KEPT, pid);
}

/** What a role must hold for a section to be there. */
const SECTIONS = [
  ["overview", "project.view"],
  ["balance", "details.view"],
  ["documents", "documents.view"],
  ["requests", "requests.create"],
  ["settings", "project.view"],
  ["help", "project.view"],
] as const;
export type SectionName = (typeof SECTIONS)[number][0];

/** REG-04: the sections that have something for the user's role, in their order; what it may not see is not there. */
export function sectionsOf({ permissions }: Project): SectionName[] {
  return SECTIONS.flatMap(([section, permission]) => (permissions.includes(permission) ? [section] : []));
}

/** Where a project begins for the user's role. */
export function startOf(project: Project): string {
  return `/projects/${project.pid}/${sectionsOf(project)[0] ?? "settings"}`;
}

/** The project named in the address; undefined when the user has no such project. */
export function useFoundProject(): Project | undefined {
  const { pid } = useParams({ from: "/projects/$pid" });
  return useMe().projects.find((project) => project.pid === pid);
}

/** The project of the page; the shell shows pages only for a project that was found. */
export function useProject(): Project {
  const project = useFoundProject();
  if (!project) throw new Error("a page was shown without its project");
  return project;
}

/** Projects that can be summed with this one: the same region, so the same currency and zone. */
export function useComparableProjects(project: Project): Project[] {
  return useMe().projects.filter((other) => other.region.code === project.region.code);
}
