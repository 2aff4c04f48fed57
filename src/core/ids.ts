/** The internal number of a project: the ten digits of its PID (REG-03). */
export type ProjectId = bigint;

const PID = /^mcs(\d{10})$/;

/** `1234567890n` -> `mcs1234567890`. */
export function formatPid(projectId: ProjectId): string {
  if (projectId < 0n || projectId > 9_999_999_999n) throw new RangeError("a PID has ten digits");
  return `mcs${projectId.toString().padStart(10, "0")}`;
}

/** Null when the text is not `mcs` and ten digits; the project need not exist. */
export function parsePid(text: string): ProjectId | null {
  const match = PID.exec(text);
  return match ? BigInt(match[1] ?? "") : null;
}
