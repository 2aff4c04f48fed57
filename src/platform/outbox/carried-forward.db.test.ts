import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { createTestDatabase } from "../../../test/support/database.ts";
import { MIGRATIONS, migrate } from "../migrate/index.ts";

const THIS = "0029_outbox_subjects.sql";
type Fresh = Awaited<ReturnType<typeof createTestDatabase>>;
let fresh: Fresh;

/** Three documents of payers 5 and 6, and messages as they were: 41 and 42 about project 0, 43 removed, 44 a webhook. */
const BEFORE = [
  "set local session_replication_role = replica",
  `insert into document overriding system value
   select n, 'vk', 'upd', 2026, n, n::text, payer, 'moscow', '2026-10-01', '2026-10-31', '2026-11-01Z', 'RUB', 1, 0, 1, null, '{}', null, null
     from (values (1, 5), (2, 5), (3, 6)) d (n, payer)`,
  `insert into delivery overriding system value
   select n, n, 'mail', 'a@b.example', 'sent', null, '2026-11-01Z' from generate_series(1, 3) n`,
  `insert into outbox_message (project_id, message_id, destination, topic, order_key, payload, created_at, delivered_at)
   overriding system value
   values (0, 41, 'mail', 'document.delivery', null, '{"deliveryId": "1", "documentId": "1"}', '2026-11-01Z', '2026-11-01Z'),
          (0, 42, 'mail', 'document.delivery', null, '{"deliveryId": "3", "documentId": "3"}', '2026-11-01Z', null),
          (6, 44, 'control_plane', 'project.frozen', 6, '{}', '2026-11-01Z', null)`,
  `insert into outbox_attempt select 0, 41, 1, '2026-11-01Z', 1, 'delivered', 250, null, '{}'`,
  "insert into outbox_removed values (0, 'mail', 'document.delivery', 1), (6, 'control_plane', 'project.frozen', 7)",
];

beforeEach(async () => {
  fresh = await createTestDatabase({ migrated: false });
  const older = mkdtempSync(join(tmpdir(), "saldo-older-"));
  for (const name of readdirSync(MIGRATIONS).filter((one) => one < THIS))
    copyFileSync(join(MIGRATIONS, name), join(older, name));
  await migrate(fresh.database, fresh.clock, older);
  rmSync(older, { recursive: true });
  await fresh.database.transaction(async (tx) => {
    for (const statement of BEFORE) await tx.execute(statement);
  });
});
afterEach(() => fresh.drop());

it("DLV-04 messages about project 0 are carried forward to their documents' payers, with attempts and counts", async () => {
  const { database, clock } = fresh;
  await migrate(database, clock);
  expect(
    await database.query(
      "select message_id, subject_kind, subject_id, ordered from outbox_message order by message_id",
    ),
  ).toEqual([
    { message_id: 41n, subject_kind: "payer", subject_id: 5n, ordered: false },
    { message_id: 42n, subject_kind: "payer", subject_id: 6n, ordered: false },
    { message_id: 44n, subject_kind: "project", subject_id: 6n, ordered: true },
  ]);
  expect(await database.query("select subject_id, message_id from outbox_attempt")).toEqual([
    { subject_id: 5n, message_id: 41n },
  ]);
  expect(
    await database.query("select subject_kind, subject_id, topic, messages from outbox_removed order by subject_id"),
  ).toEqual([
    { subject_kind: "payer", subject_id: 5n, topic: "document.delivery", messages: 1n },
    { subject_kind: "project", subject_id: 6n, topic: "project.frozen", messages: 7n },
  ]);
  for (const statement of [
    "update outbox_message set subject_id = 7",
    "update outbox_attempt set detail = ''",
    "delete from outbox_removed",
  ])
    await expect(database.query(statement), statement).rejects.toMatchObject({ code: "23000" });
});

it("DLV-04 a letter that is missing without having been removed is not hidden by it: the migration says so", async () => {
  const { database, clock } = fresh;
  await database.transaction(async (tx) => {
    await tx.execute("set local session_replication_role = replica");
    await tx.execute("delete from outbox_message where message_id = 42");
  });
  await expect(migrate(database, clock)).rejects.toThrow("1 letters with documents were removed, but 2 deliveries");
});
