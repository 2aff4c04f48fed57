import type { ReactNode } from "react";
import { useTitle } from "../ui/page.tsx";
import { Sign } from "./logo.tsx";
import { LanguageSwitch, ThemeSwitch } from "./settings-controls.tsx";
import "./door.css";

interface DoorProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
}

/** The frame of every page before sign-in: one card, with the brand, a title and a sentence of what it is for. */
export function Door({ title, lead, children }: DoorProps) {
  useTitle(title);
  return (
    <div className="door">
      <header className="door__bar">
        <LanguageSwitch />
        <ThemeSwitch />
      </header>
      <main className="door__main" id="content" tabIndex={-1}>
        <div className="card door__card">
          <div className="door__brand">
            <Sign />
            Saldo
          </div>
          <h1 className="door__title">{title}</h1>
          {lead ? <p className="door__lead">{lead}</p> : null}
          {children}
        </div>
      </main>
    </div>
  );
}
