import type { Project } from "../../api/fetch.ts";
import { ProjectSwitcher } from "./project-switcher.tsx";
import { LanguageSwitch, ThemeSwitch } from "./settings-controls.tsx";
import { UserMenu } from "./user-menu.tsx";
import { Wallet } from "./wallet.tsx";

/** The bar above every page on wide screens. */
export function HeaderBar({ project }: { readonly project: Project | undefined }) {
  return (
    <header className="header-bar">
      <ProjectSwitcher project={project} />
      <div className="header-bar__space" />
      {project ? <Wallet project={project} /> : null}
      <LanguageSwitch />
      <ThemeSwitch />
      <UserMenu />
    </header>
  );
}
