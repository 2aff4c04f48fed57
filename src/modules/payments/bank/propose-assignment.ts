import { z } from "zod";

import { formatPid } from "../../../core/ids.ts";
import type { Instant } from "../../../core/time.ts";
import type { Tx } from "../../../platform/db.ts";
import { idField } from "../../../platform/outbox/index.ts";
import { payerOf } from "../../parties/index.ts";
import { type Stake, amountSaid, defineProposalKind, said } from "../../proposals/index.ts";
import { UnknownProject, projectFacts } from "../../tenancy/index.ts";
import { transferAssigned } from "../acts.ts";
import { lineFacts, ruleOf, weighedLines } from "./proposed-lines.ts";
import { assignSuspense, checkProject, decideTogether } from "./suspense.ts";

const assignmentSchema = z.strictObject({
  lineIds: z.array(idField).min(1),
  projectId: idField,
  note: z.string().nullable(),
});

/** AUD-03: crediting transfers in suspense to a project takes two persons above the region's limit. */
export const suspenseAssignment = defineProposalKind({
  code: "assign_transfer",
  act: transferAssigned,
  payload: assignmentSchema,
  proposers: ["accountant", "operator"],
  approvers: ["accountant", "operator"],
  limit: "assignment",
  thingsOf: ({ lineIds }) => lineIds.map((id) => `bank_statement_line:${id}`),
  weigh,
  perform: (tx, { lineIds, projectId, note }, by) =>
    decideTogether(lineIds, (lineId) => assignSuspense(tx, { lineId, projectId, note, ...by })),
});

async function weigh(tx: Tx, { lineIds, projectId }: z.output<typeof assignmentSchema>, now: Instant): Promise<Stake> {
  const lines = await weighedLines(tx, lineIds);
  for (const line of lines) await checkProject(tx, line, projectId);
  const project = (await projectFacts(tx, [projectId])).get(projectId);
  if (!project) throw UnknownProject();
  const payer = (await payerOf(tx, [projectId], now)).get(projectId)?.payer;
  const amountMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0n);
  const { regionCode, currency, accountId, name } = project;
  return {
    regionCode,
    amount: { amountMinor, currency },
    parts: [{ receiver: `account:${accountId}`, amountMinor }],
    subjects: [
      { kind: "project", id: projectId },
      { kind: "account", id: accountId },
      ...(payer ? [{ kind: "payer", id: payer.payerId } as const] : []),
    ],
    rule: await ruleOf(tx, lines),
    facts: [
      { label: { ru: "Проект", en: "Project" }, before: null, after: said(`${formatPid(projectId)} ${name}`) },
      {
        label: { ru: "Плательщик проекта", en: "Payer of the project" },
        before: null,
        after: said(payer?.fullName ?? "—"),
      },
      {
        label: { ru: "Ждёт в невыясненных", en: "Waits in suspense" },
        before: amountSaid(amountMinor, currency),
        after: amountSaid(0n, currency),
      },
      {
        label: { ru: "Зачислено проекту", en: "Credited to the project" },
        before: amountSaid(0n, currency),
        after: amountSaid(amountMinor, currency),
      },
      ...lineFacts(lines),
    ],
  };
}
