import type { SecurityKind } from "../core/security-kind.ts";
import type { Instant } from "../core/time.ts";
import { type Database, instantArray, numberArray, textArray } from "./db.ts";

export interface SecurityFact {
  readonly kind: SecurityKind;
  /** `user:ID`, `token:ID`, `os:NAME`, `anonymous`: an id, never a name or a mail address. */
  readonly actor: string;
  /** Of the network; empty for the command line. */
  readonly address: string;
  /** What it was about: a route with its ids, a command, `mail:HASH`. */
  readonly subject: string;
}

/** Takes what happened at once; writing follows. */
export interface SecurityRecorder {
  record(fact: SecurityFact): void;
}

export interface CountedFact extends SecurityFact {
  readonly at: Instant;
  readonly times: number;
}

/** Adds rows, in one statement. */
export async function insertFacts(database: Pick<Database, "query">, facts: readonly CountedFact[]): Promise<void> {
  await database.query(
    `insert into security_event (happened_at, kind, actor, address, subject, times)
     select * from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::integer[])`,
    [
      instantArray(facts.map(({ at }) => at)),
      textArray(facts.map(({ kind }) => kind)),
      textArray(facts.map(({ actor }) => actor)),
      textArray(facts.map(({ address }) => address)),
      textArray(facts.map(({ subject }) => subject)),
      numberArray(facts.map(({ times }) => times)),
    ],
    "security_insert",
  );
}
