/** A figure of how the platform's work stands, for a collector; `trouble` is the code of what an operator should look at. */
export interface Figure {
  readonly name: string;
  readonly help: string;
  readonly value: number;
  readonly trouble: string | null;
  /** What the trouble is about, where there may be several. */
  readonly about?: string;
}

/** The same for a person or a probe: every figure by its name, and what of it is trouble. */
export function shownCondition(figures: readonly Figure[]): Readonly<Record<string, unknown>> {
  return {
    troubles: figures.flatMap(({ trouble }) => (trouble === null ? [] : [trouble])),
    figures: Object.fromEntries(figures.map(({ name, value }) => [name, Number.isFinite(value) ? value : null])),
  };
}

/** In the text format of Prometheus. */
export function conditionLines(figures: readonly Figure[]): string {
  return figures
    .flatMap(({ name, help, value }) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} gauge`,
      `${name} ${Number.isFinite(value) ? value : "+Inf"}`,
    ])
    .join("\n");
}
