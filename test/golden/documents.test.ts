/**
 * Documents that were issued once, kept as they were stored: a later version of the program must read every one of these
 * snapshots and make the same XML of it, byte for byte. A change that breaks this changes documents people have signed.
 */
import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { parseSnapshot, serialiseSnapshot } from "../../src/modules/documents/kinds/snapshot-json.ts";
import type { UpdSnapshot } from "../../src/modules/documents/kinds/upd/upd.ts";
import { updXml } from "../../src/modules/documents/kinds/upd/upd-xml.ts";

const folder = new URL("./", import.meta.url);
const snapshots = readdirSync(folder).filter((name) => name.endsWith(".snapshot"));

test.each(snapshots)("DOC-07 the XML of %s is what was signed", (name) => {
  const json = readFileSync(new URL(name, folder), "utf8");
  const upd = parseSnapshot<UpdSnapshot>("upd", json);
  expect(serialiseSnapshot(upd)).toBe(json.trimEnd());
  const kept = readFileSync(new URL(name.replace(".snapshot", ".xml"), folder));
  expect(Buffer.compare(updXml(upd).bytes, kept)).toBe(0);
});

test("DOC-07 there is something to compare", () => {
  expect(snapshots.length).toBeGreaterThanOrEqual(3);
});
