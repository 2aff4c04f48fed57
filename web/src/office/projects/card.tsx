import type { ReactNode } from "react";
import "../payers/payers.css";

interface CardProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A part of the page about one project. */
export function Card({ title, children }: CardProps) {
  return (
    <section className="card payer__card" aria-label={title}>
      <h2 className="payer__heading">{title}</h2>
      {children}
    </section>
  );
}
