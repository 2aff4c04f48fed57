import type { Presets, SingleBar } from "cli-progress";

/** Where a command writes: results to standard output, everything else to standard error. */
export interface Output {
  readonly json: boolean;
  /** A line for people; nothing with --json. */
  line(text: string): void;
  /** A line about what is going on, on standard error. */
  note(text: string): void;
  /** A progress bar on standard error when that is a terminal. `total` null: unknown. Call `end` in a finally. */
  progress(label: string, total: number | null): Promise<Progress>;
  /** The one JSON object of --json; without --json nothing. */
  object(value: Readonly<Record<string, unknown>>): void;
}

export interface Progress {
  advance(count: number): void;
  end(): void;
}

export interface Streams {
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

const SILENT: Progress = { advance: () => undefined, end: () => undefined };

export function createOutput(json: boolean, { out, err }: Streams): Output {
  return {
    json,
    line: (text) => {
      if (!json) out.write(`${text}\n`);
    },
    note: (text) => {
      err.write(`${text}\n`);
    },
    object: (value) => {
      if (json) out.write(`${JSON.stringify(value, plainNumber)}\n`);
    },
    progress: async (label, total) => (err.isTTY ? bar(await import("cli-progress"), label, total, err) : SILENT),
  };
}

function bar(
  library: { SingleBar: typeof SingleBar; Presets: typeof Presets },
  label: string,
  total: number | null,
  stream: NodeJS.WritableStream,
): Progress {
  const known = total !== null;
  const format = known ? `${label} {bar} {percentage}% | {value}/{total} | {eta_formatted}` : `${label} {value}`;
  const shown = new library.SingleBar({ format, stream, hideCursor: true, fps: 5 }, library.Presets.shades_classic);
  shown.start(total ?? 0, 0);
  return {
    advance: (count) => shown.increment(count),
    end: () => shown.stop(),
  };
}

/** Whole numbers that a JavaScript number holds exactly are numbers, larger ones text. */
function plainNumber(_key: string, value: unknown): unknown {
  if (typeof value !== "bigint") return value;
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : `${value}`;
}

/** Rows for people, each column as wide as its widest text. The first row may be the names of the columns. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const most = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: most }, (_none, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** A result for people when its command has no words of its own. */
export function describe(result: Readonly<Record<string, unknown>>): string[] {
  const width = Math.max(0, ...Object.keys(result).map((name) => name.length));
  return Object.entries(result).map(([name, value]) => {
    return `${name.padEnd(width)}  ${shownValue(value)}`;
  });
}

/** Nothing is a dash, a record its parts, a list one after another; never raw JSON. */
function shownValue(value: unknown): string {
  if (value === null || value === undefined) return "—";
  if (Array.isArray(value)) return value.map(shownValue).join("; ") || "—";
  if (typeof value === "object") {
    const parts = Object.entries(value).map(([name, part]) => `${name} ${shownValue(part)}`);
    return parts.join(", ");
  }
  return typeof value === "string" ? value : String(value as number | bigint | boolean);
}
