import type { TFunction } from "i18next";
import { createContext, type ReactNode, useContext, useState } from "react";
import { useMe } from "../me.ts";

const KEPT = "saldo.tour";

export interface TourStep {
  readonly href: string;
  words(t: TFunction): { readonly title: string; readonly text: string };
}

/** Five steps through a console, for one kind of person. */
export interface Tour {
  /** Tells this tour from others of the same person: one that was skipped is not offered again. */
  readonly name: string;
  /** The page on which it is offered. */
  readonly startsAt: string;
  /** Fetched when somebody wants to see them. */
  steps(): Promise<readonly TourStep[]>;
}

interface TourState {
  readonly tour: Tour;
  /** Null: nobody is shown around. */
  readonly step: number | null;
  /** It was neither skipped nor gone through on this device. */
  readonly isNew: boolean;
  go(step: number): void;
  /** Ends it for good, or says that it is not wanted. */
  end(): void;
}

const Context = createContext<TourState | null>(null);

interface ProviderProps {
  readonly tour: Tour | null;
  readonly children: ReactNode;
}

/** Where somebody is in the console's tour, while pages come and go. A visit of staff has none: it is not theirs to skip. */
export function TourProvider({ tour, children }: ProviderProps) {
  const { user, visit } = useMe();
  const [step, setStep] = useState<number | null>(null);
  const key = `${user.id} ${tour?.name ?? ""}`;
  const [ended, setEnded] = useState(endedTours);
  if (tour === null || visit) return children;
  const end = () => {
    const all = [...new Set([...endedTours(), key])];
    localStorage.setItem(KEPT, JSON.stringify(all));
    setEnded(all);
    setStep(null);
  };
  return <Context value={{ tour, step, isNew: !ended.includes(key), go: setStep, end }}>{children}</Context>;
}

/** The console's tour; null where there is none. */
export function useTour(): TourState | null {
  return useContext(Context);
}

/** What was kept by hand or by another release may be anything. */
function endedTours(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}
