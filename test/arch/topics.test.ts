import { join } from "node:path";

import { expect, test } from "vitest";
import { z } from "zod";

import { TOPICS } from "../../src/composition/topics.ts";
import { LETTERS, NOTIFICATION_KINDS } from "../../src/modules/notifications/index.ts";
import { Topic, defineTopic } from "../../src/platform/outbox/topic.ts";
import { ROOT, isCode, isTest, readSources } from "./sources.ts";

/** Topics that a file exports and the composition's registry does not know: their messages would be parked unsent. */
function unknownTopics(exported: Readonly<Record<string, unknown>>): string[] {
  return Object.values(exported).flatMap((value) =>
    value instanceof Topic && TOPICS.get(value.name) !== value ? [value.name] : [],
  );
}

test("every topic that a room defines is in the composition's registry", async () => {
  const files = readSources().filter(
    (source) =>
      source.path.startsWith("src/modules/") &&
      isCode(source) &&
      !isTest(source) &&
      source.text.includes("defineTopic("),
  );
  expect(files.length).toBeGreaterThan(1);
  for (const { path } of files) {
    const exported = (await import(join(ROOT, path))) as Record<string, unknown>;
    expect(
      Object.values(exported).some((value) => value instanceof Topic),
      `${path} exports its topics`,
    ).toBe(true);
    expect(unknownTopics(exported), path).toEqual([]);
  }
  const payload = z.strictObject({});
  const planted = defineTopic({ name: "a.b", destination: "mail", subject: "payer", ordered: false, payload });
  expect(unknownTopics({ planted })).toEqual(["a.b"]);
});

test("each topic goes to a sender that exists, and each one by mail has its letter", () => {
  const topics = [...TOPICS.values()].map(({ definition }) => definition);
  expect(new Set(topics.map(({ destination }) => destination))).toEqual(
    new Set(["control_plane", "mail", "console", "sms"]),
  );
  expect(LETTERS.map(({ topic }) => topic.name).toSorted()).toEqual(
    topics.flatMap(({ destination, name }) => (destination === "mail" ? [name] : [])).toSorted(),
  );
});

test("NTF-01 each topic that is told in the console has its kinds", () => {
  const twins = [...TOPICS.values()].flatMap(({ twin, name }) => (twin ? [name] : []));
  expect([...new Set(NOTIFICATION_KINDS.map(({ topic }) => topic))].toSorted()).toEqual(twins.toSorted());
  expect(new Set(NOTIFICATION_KINDS.map(({ code }) => code)).size).toBe(NOTIFICATION_KINDS.length);
});
