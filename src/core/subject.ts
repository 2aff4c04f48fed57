/** Whom something is about or belongs to. A right, a row, a message and a notification all name their subject in this one way. */
export const SUBJECT_KINDS = ["project", "account", "payer", "partner", "user", "request"] as const;

export type SubjectKind = (typeof SUBJECT_KINDS)[number];

export interface Subject<K extends SubjectKind = SubjectKind> {
  readonly kind: K;
  readonly id: bigint;
}

/** One subject as one text, `project:1234567890`: for keys of logs, locks and messages. */
export function subjectKey({ kind, id }: Subject): string {
  return `${kind}:${id}`;
}

export function subjectsOf<K extends SubjectKind>(kind: K, ids: Iterable<bigint>): Subject<K>[] {
  return Array.from(ids, (id) => ({ kind, id }));
}

/** The ids of those that are of one kind. */
export function idsOf(subjects: readonly Subject[], kind: SubjectKind): bigint[] {
  return subjects.filter((subject) => subject.kind === kind).map(({ id }) => id);
}

/** What subjectKey made; null for any other text. */
export function parseSubjectKey(text: string): Subject | null {
  const match = /^([a-z]+):(0|[1-9]\d{0,18})$/.exec(text);
  const kind = SUBJECT_KINDS.find((one) => one === match?.[1]);
  return kind && match?.[2] ? { kind, id: BigInt(match[2]) } : null;
}
