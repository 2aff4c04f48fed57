import { CloudEvent, HTTP } from "cloudevents";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { at } from "../../../core/time.ts";
import { parseDecimal } from "../../../core/decimal.ts";
import { occurredAt, readEvent, type UsageEvent } from "./event.ts";
import { eventDigest } from "./event-digest.ts";
import { compareQuantities, readQuantity } from "./event-quantity.ts";
import { formatUuid, uuidWords } from "./resource-id.ts";

const now = at("2026-11-20T09:00:00Z");

const valid = {
  specversion: "1.0",
  type: "saldo.usage.compute.vcpu",
  source: "//compute/msk-1",
  id: "e-1",
  time: "2026-11-20T11:59:00+03:00",
  datacontenttype: "application/json",
  data: { project: "mcs1234567890", resource: "vm-1", sku: "compute.vcpu", quantity: "4", unit: "vcpu" },
};
const withData = (data: object) => ({ ...valid, data: { ...valid.data, ...data } });
const read = (raw: unknown) => readEvent(raw, now);
const problem = (raw: unknown) => {
  const event = read(raw);
  return event.refused ? [event.code, event.field] : null;
};
const accept = (raw: unknown): UsageEvent => {
  const event = read(raw);
  if (event.refused) throw new Error(`${event.code} ${event.field}`);
  return event;
};
const digestOf = (raw: unknown): string => {
  const words = new Uint32Array(2);
  eventDigest(accept(raw), words);
  return words.join();
};

describe("usage events", () => {
  test("PRC-04 reads a CloudEvents 1.0 event", () => {
    expect(accept(valid)).toEqual({
      refused: false,
      sender: null,
      source: "//compute/msk-1",
      id: "e-1",
      type: "saldo.usage.compute.vcpu",
      subject: "",
      pid: "mcs1234567890",
      resource: "vm-1",
      sku: "compute.vcpu",
      unit: "vcpu",
      quantity: "4",
      time: at("2026-11-20T08:59:00Z"),
      since: null,
      supersedes: null,
      name: null,
      labels: null,
    });
  });

  test("PRC-04 reads what the CloudEvents SDK writes", () => {
    const { datacontenttype: _, ...attributes } = valid;
    const message = HTTP.structured(new CloudEvent({ ...attributes, specversion: "1.0", comment: "an extension" }));
    expect(accept(JSON.parse(String(message.body)))).toMatchObject({ id: "e-1", quantity: "4" });
  });

  test("PRC-04 a quantity belongs to the instant in which its interval begins", () => {
    const event = accept(withData({ since: "2026-11-20T08:00:00Z" }));
    expect(occurredAt(event)).toBe(at("2026-11-20T08:00:00Z"));
    expect(occurredAt(accept(valid))).toBe(event.time);
  });

  test.each([
    [null, "not_an_event", ""],
    [[valid], "not_an_event", ""],
    ["event", "not_an_event", ""],
    [{ ...valid, id: undefined }, "missing", "id"],
    [{ ...valid, id: "" }, "not_text", "id"],
    [{ ...valid, id: 7 }, "not_text", "id"],
    [{ ...valid, id: "x".repeat(257) }, "not_text", "id"],
    [{ ...valid, id: "a\u0000b" }, "bad_characters", "id"],
    [{ ...valid, id: "a\ud800b" }, "bad_characters", "id"],
    [{ ...valid, source: undefined }, "missing", "source"],
    [{ ...valid, specversion: "0.3" }, "bad_specversion", "specversion"],
    [{ ...valid, type: "com.example.usage" }, "bad_type", "type"],
    [{ ...valid, datacontenttype: "text/csv" }, "bad_content_type", "datacontenttype"],
    [{ ...valid, data: undefined }, "missing", "data"],
    [{ ...valid, data: "e30=" }, "not_an_event", "data"],
    [{ ...valid, time: undefined }, "missing", "time"],
    [{ ...valid, time: "2026-11-20 08:59:00" }, "bad_time", "time"],
    [{ ...valid, time: "2026-02-30T00:00:00Z" }, "bad_time", "time"],
    [{ ...valid, time: 1_790_000_000 }, "bad_time", "time"],
    [{ ...valid, time: "2026-11-20T09:05:00.001Z" }, "in_future", "time"],
    [{ ...valid, time: "2019-12-31T23:59:59Z" }, "too_old", "time"],
    [{ ...valid, supersedes: "e-1" }, "supersedes_itself", "supersedes"],
    [{ ...valid, supersedes: 5 }, "not_text", "supersedes"],
    [withData({ since: "2026-11-20T08:59:00.001Z" }), "since_after_time", "data.since"],
    [withData({ project: "mcs123" }), "bad_project", "data.project"],
    [withData({ project: "abc1234567890" }), "bad_project", "data.project"],
    [withData({ resource: undefined }), "missing", "data.resource"],
    [withData({ resource: "x".repeat(513) }), "not_text", "data.resource"],
    [withData({ quantity: undefined }), "missing", "data.quantity"],
    [withData({ quantity: "NaN" }), "not_decimal", "data.quantity"],
    [withData({ quantity: Number.POSITIVE_INFINITY }), "not_decimal", "data.quantity"],
    [withData({ quantity: "4,5" }), "not_decimal", "data.quantity"],
    [withData({ quantity: " 4" }), "not_decimal", "data.quantity"],
    [withData({ quantity: "" }), "not_decimal", "data.quantity"],
    [withData({ quantity: null }), "not_decimal", "data.quantity"],
    [withData({ quantity: "-0.1" }), "negative", "data.quantity"],
    [withData({ quantity: -1e-7 }), "negative", "data.quantity"],
    [withData({ quantity: "1".repeat(41) }), "too_many_digits", "data.quantity"],
    [withData({ quantity: 1e308 }), "too_many_digits", "data.quantity"],
    [withData({ quantity: 5e-324 }), "too_many_digits", "data.quantity"],
    [withData({ balance: "1" }), "unknown_field", "data.balance"],
    [withData({ labels: ["a"] }), "bad_labels", "data.labels"],
    [withData({ labels: { a: 1 } }), "bad_labels", "data.labels"],
    [withData({ labels: { a: "x".repeat(1025) } }), "labels_too_large", "data.labels"],
    [
      withData({ labels: Object.fromEntries(Array.from({ length: 101 }, (_, key) => [key, ""])) }),
      "labels_too_large",
      "data.labels",
    ],
  ])("PRC-04 refuses %# with its reason", (raw, code, field) => {
    expect(problem(raw)).toEqual([code, field]);
  });

  test("PRC-04 accepts an event that is five minutes ahead, and one of the first instant", () => {
    expect(accept({ ...valid, time: "2026-11-20T09:05:00Z" }).time).toBe(now + 300_000);
    expect(accept({ ...valid, time: "2020-01-01T00:00:00Z" }).time).toBe(at("2020-01-01T00:00:00Z"));
  });

  test("PRC-04 the same event in another JSON spelling is the same event", () => {
    const first = withData({ quantity: "4.50", labels: { b: "2", a: "1" }, resource_name: "db" });
    const second = {
      data: {
        labels: { a: "1", b: "2" },
        resource_name: "db",
        unit: "vcpu",
        quantity: 4.5,
        sku: "compute.vcpu",
        resource: "vm-1",
        project: "mcs1234567890",
      },
      time: "2026-11-20T08:59:00.0004Z",
      id: "e-1",
      source: valid.source,
      type: valid.type,
      specversion: "1.0",
    };
    expect(digestOf(first)).toBe(digestOf(second));
  });

  test.each([
    [{ ...valid, id: "e-2" }],
    [{ ...valid, source: "//compute/msk-2" }],
    [{ ...valid, type: "saldo.usage.compute.ram" }],
    [{ ...valid, time: "2026-11-20T11:58:59+03:00" }],
    [{ ...valid, subject: "vm-1" }],
    [{ ...valid, supersedes: "e-0" }],
    [withData({ project: "mcs1234567891" })],
    [withData({ resource: "vm-2" })],
    [withData({ sku: "compute.ram" })],
    [withData({ unit: "gb" })],
    [withData({ quantity: "4.000000000000000000001" })],
    [withData({ since: "2026-11-20T08:00:00Z" })],
    [withData({ resource_name: "db" })],
    [withData({ labels: {} })],
    [withData({ labels: { a: "1" } })],
  ])("PRC-04 an event of another meaning is another event (%#)", (other) => {
    expect(digestOf(other)).not.toBe(digestOf(valid));
  });

  test("PRC-04 labels keep their text and are ordered", () => {
    expect(accept(withData({ labels: { я: "две", a: 'q"' } })).labels).toBe('{"a":"q\\"","я":"две"}');
  });

  test("reliability 12: no JSON value makes the reader throw, and what it accepts is well formed", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("1", "mcs1234567890", "2026-11-20T08:00:00Z", "saldo.usage.x"),
    );
    const value = fc.oneof(fc.jsonValue(), text, fc.double());
    const field = (name: string) => fc.tuple(fc.constant(name), value);
    const names = [
      ...Object.keys(valid),
      ...Object.keys(valid.data),
      "since",
      "labels",
      "resource_name",
      "supersedes",
      "subject",
    ];
    const damage = fc.array(fc.constantFrom(...names).chain(field), { maxLength: 3 });
    fc.assert(
      fc.property(damage, damage, fc.jsonValue(), (envelope, data, anything) => {
        readEvent(anything, now);
        const event = readEvent(
          { ...valid, data: { ...valid.data, ...Object.fromEntries(data) }, ...Object.fromEntries(envelope) },
          now,
        );
        if (event.refused) return event.texts.ru !== "" && event.texts.en !== "";
        return /^\d+(\.\d+)?$/.test(event.quantity) && event.time <= now + 300_000 && event.id.isWellFormed();
      }),
      { numRuns: 2000 },
    );
  });
});

describe("parts of usage events", () => {
  test("PRC-04 every decimal has one normal spelling", () => {
    expect(["007", "4.0", "0.10", "1e3", "2.5E-3", "-0", "+3", "0", "0.000"].map(readQuantity)).toEqual([
      "7",
      "4",
      "0.1",
      "1000",
      "0.0025",
      "0",
      "3",
      "0",
      "0",
    ]);
    expect([0.1, 1e21, 1e-7, -0].map(readQuantity)).toEqual(["0.1", "1000000000000000000000", "0.0000001", "0"]);
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 19n }), fc.nat(15), fc.nat(3), (units, scale, zeros) => {
        const digits = units.toString().padStart(scale + 1, "0");
        const text = `${"0".repeat(zeros)}${digits.slice(0, digits.length - scale)}.${digits.slice(digits.length - scale)}0`;
        const normal = readQuantity(text) as string;
        const value = parseDecimal(normal);
        return (
          value !== null &&
          value.units * 10n ** BigInt(scale) === units * 10n ** BigInt(value.scale) &&
          readQuantity(normal) === normal
        );
      }),
    );
  });

  test("quantities are compared as numbers", () => {
    const ordered = ["0", "0.0001", "0.1", "1", "1.5", "2", "9.99", "10", "1000000"];
    ordered.forEach((a, i) =>
      ordered.forEach((b, j) => expect(Math.sign(compareQuantities(a, b))).toBe(Math.sign(i - j))),
    );
  });

  test("an id that is a UUID is itself; any other becomes a version 8 UUID of its scope", () => {
    const uuid = "0190a4c6-7b1e-7cde-9f00-0123456789ab";
    expect(formatUuid(uuidWords("s", uuid))).toBe(uuid);
    const hashed = formatUuid(uuidWords("s", "vm-1"));
    expect(hashed).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(formatUuid(uuidWords("s", hashed))).not.toBe(hashed);
    expect(formatUuid(uuidWords("other", "vm-1"))).not.toBe(hashed);
    expect(formatUuid(uuidWords("s", uuid.toUpperCase()))).not.toBe(uuid);
  });
});
