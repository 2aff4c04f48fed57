import { z } from "zod";

import { refusal } from "../../core/errors.ts";
import { formatInstant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import { idField } from "../../platform/outbox/index.ts";
import { type Stake, defineProposalKind, said } from "../proposals/index.ts";
import { HALTED, automationReleased } from "./acts.ts";
import { openHalts, releaseHalt } from "./freezing.ts";
import type { Halt } from "./store.ts";

export const HALT_KINDS = ["freeze", "deletion"] as const;
export type HaltKind = (typeof HALT_KINDS)[number];

export const NothingHalted = refusal(
  "nothing_halted",
  409,
  "Эта автоматика не остановлена",
  "This automation is not halted",
);

const releaseSchema = z.strictObject({
  kind: z.enum(HALT_KINDS),
  haltId: idField,
  /** How many whoever asks was shown. */
  affected: z.int().min(0),
});
type Release = z.output<typeof releaseSchema>;

/** AUD-03, reliability 63: what automation halted at goes on when two persons say so, with as many as they were shown. */
export const haltRelease = defineProposalKind({
  code: "release_halt",
  act: automationReleased,
  payload: releaseSchema,
  proposers: ["operator"],
  approvers: ["accountant", "operator"],
  limit: null,
  thingsOf: ({ haltId }) => [`automation_halt:${haltId}`],
  weigh,
  async perform(tx, { kind, affected }, { staffUserId, now }) {
    if (!(await releaseHalt(tx, kind, now, staffUserId, affected))) throw NothingHalted();
  },
});

/** The release of a halt as it is now. Refuses nothing_halted. */
export async function presentRelease(tx: Tx, kind: HaltKind): Promise<Release> {
  const { haltId, affected } = await haltOf(tx, kind);
  return { kind, haltId, affected };
}

async function haltOf(tx: Tx, kind: HaltKind): Promise<Halt> {
  const halt = (await openHalts(tx)).find((one) => one.kind === kind);
  if (!halt) throw NothingHalted();
  return halt;
}

async function weigh(tx: Tx, { kind, haltId, affected }: Release): Promise<Stake> {
  const halt = await haltOf(tx, kind);
  // It was released meanwhile, and automation halted anew.
  if (halt.haltId !== haltId) throw NothingHalted();
  return {
    regionCode: null,
    amount: null,
    parts: [],
    subjects: [],
    rule: null,
    facts: [
      {
        label: { ru: "Автоматика", en: "Automation" },
        before: { ru: `остановлена: ${HALTED[kind].ru}`, en: `halted: ${HALTED[kind].en}` },
        after: { ru: "работает", en: "goes on" },
      },
      {
        label: { ru: "Остановлена с (UTC)", en: "Halted since (UTC)" },
        before: said(formatInstant(halt.haltedAt).slice(0, 16).replace("T", " ")),
        after: null,
      },
      {
        label: { ru: "Проектов за час", en: "Projects within an hour" },
        before: { ru: `не больше ${halt.allowed}`, en: `at most ${halt.allowed}` },
        after: { ru: `ещё ${affected}`, en: `${affected} more` },
      },
    ],
  };
}
