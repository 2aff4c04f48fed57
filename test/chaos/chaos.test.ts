import { expect, test } from "vitest";

import { linesOf, runChaos } from "./chaos.ts";

const KILLS = 20;
const SEED = 20_261_121;

test("reliability 1-5, DOC-04, FRZ-07: nothing acknowledged is lost or doubled under kills and lost replies", async () => {
  const said: string[] = [];
  const report = await runChaos({ kills: KILLS, seed: SEED, note: (text) => said.push(text) });
  expect(report.problems, [...said, ...linesOf(report)].join("\n")).toEqual([]);
  expect(report.kills).toBeGreaterThanOrEqual(KILLS);
  expect(report.droppedReplies).toBeGreaterThan(0);
  expect(report.acknowledgedEvents).toBeGreaterThan(100);
  expect(report.acknowledgedPayments).toBeGreaterThan(5);
  expect(report.monthsClosed).toBeGreaterThan(0);
}, 280_000);
