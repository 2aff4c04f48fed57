import fc from "fast-check";

type Json = Readonly<Record<string, unknown>>;

/** Texts that have broken other programs: SQL, scripts, templates, header lines, paths, numbers, dates, Unicode. */
export const HOSTILE_TEXTS: readonly string[] = [
  "",
  " ",
  "'; drop table charge; --",
  "1' or '1'='1",
  "1; select pg_sleep(5)",
  "\\",
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "{{7*7}}",
  "${7*7}",
  '#read("/etc/passwd")',
  "%s%s%s%n",
  "x\r\nSet-Cookie: injected=1",
  "x\nBcc: someone@example.test",
  "../../../../etc/passwd",
  "..%2f..%2fetc%2fpasswd",
  "/etc/passwd",
  "file:///etc/passwd",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\ufeffmcs1100000001",
  "\u202emcs1100000001",
  "Ω≈ç√∫˜µ≤≥÷",
  "👩‍👩‍👧‍👦".repeat(20),
  "A".repeat(2_000),
  "(".repeat(500),
  "__proto__",
  "constructor",
  "toString",
  "=cmd|'/C calc'!A0",
  "NaN",
  "Infinity",
  "-Infinity",
  "-0",
  "-1",
  "0",
  "0.001",
  "1e308",
  "1e-400",
  "0x10",
  "1_000",
  "1,5",
  "٣",
  "9".repeat(18),
  "9".repeat(19),
  "9".repeat(400),
  "9007199254740993",
  "99999999999999.99",
  "0000-01-01",
  "0001-01-01",
  "2026-02-30",
  "9999-12-31",
  "9999-12",
  "0000-00",
  "-000001-01-01",
  "2026-10-31T24:00:00Z",
  "2026-10-31T23:59:60Z",
  "9999-12-31T23:59:59Z",
  "infinity",
  "null",
  "true",
  "[]",
  "{}",
  "mcs1100000001,mcs1100000001",
  `${"mcs1100000001,".repeat(120)}mcs1100000001`,
  "mcs",
  "MCS1100000001",
  "mcs1100000001 ",
  Buffer.from('["",""]').toString("base64url"),
  Buffer.from('["2026-10-01","x"]').toString("base64url"),
  Buffer.from('["infinity","\\u0000"]').toString("base64url"),
  Buffer.from('["99999999-01-01",""]').toString("base64url"),
  Buffer.from('["-1"]').toString("base64url"),
  Buffer.from('["1e3"]').toString("base64url"),
  Buffer.from(`["${"9".repeat(30)}"]`).toString("base64url"),
  Buffer.from('{"0":"1","length":1}').toString("base64url"),
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 60 }) },
);

/** Values of every JSON type, and of none that the schema asked for. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(null, true, false, 0, -1, 1e308, 5e-324, 2 ** 53, [], {}, [[]], {
      a: { b: null },
    }),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

export interface SchemaSource {
  /** False: only what the schema and the world allow. */
  readonly hostile: boolean;
  /** Follows `#/components/...`. */
  resolve(reference: string): Json;
  /** Values that mean something in the world under test, by the name of the field. */
  readonly known: Readonly<Record<string, readonly unknown[]>>;
}

/** What the schema asks for; if the source is hostile, now and then something else in one of its places. */
export function valueOf(schema: Json, source: SchemaSource, name = ""): fc.Arbitrary<unknown> {
  const known = source.known[name];
  const fitting = known && known.length > 0 ? fc.constantFrom(...known) : bySchema(schema, source);
  if (!source.hostile) return fitting;
  return fc.oneof(
    { weight: 8, arbitrary: fitting },
    { weight: 2, arbitrary: bySchema(schema, source) },
    { weight: 1, arbitrary: hostileValue },
  );
}

function bySchema(schema: Json, source: SchemaSource): fc.Arbitrary<unknown> {
  const { $ref, type, anyOf, oneOf, enum: options } = schema;
  if (typeof $ref === "string") return bySchema(source.resolve($ref), source);
  if ("const" in schema) return fc.constant(schema["const"]);
  if (Array.isArray(options)) return fc.constantFrom(...(options as unknown[]));
  const branches = (anyOf ?? oneOf) as Json[] | undefined;
  if (branches) return fc.oneof(...branches.map((branch) => bySchema(branch, source)));
  switch (type) {
    case "object":
      return objectOf(schema, source);
    case "array":
      return fc.array(valueOf((schema["items"] ?? {}) as Json, source), { maxLength: 4 });
    case "string":
      return textOf(schema);
    case "integer":
      return source.hostile
        ? fc.oneof(fc.integer({ min: -2, max: 600 }), fc.maxSafeInteger())
        : fc.integer({ min: 1, max: 50 });
    case "number":
      return fc.double();
    case "boolean":
      return fc.boolean();
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objectOf(schema: Json, source: SchemaSource): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema["properties"] ?? {}) as Record<string, Json>);
  const required = (schema["required"] ?? []) as string[];
  const fields = Object.fromEntries(properties.map(([name, one]) => [name, valueOf(one, source, name)]));
  const whole = fc.record(fields, { requiredKeys: required });
  if (!source.hostile) return whole;
  const strays = fc.dictionary(
    fc.constantFrom("constructor", "balance", "paymentScheme", "", "$where", "a.b", "owner"),
    hostileValue,
    { maxKeys: 2 },
  );
  return fc.oneof(
    { weight: 8, arbitrary: whole },
    { weight: 1, arbitrary: fc.record(fields, { requiredKeys: [] }) },
    { weight: 1, arbitrary: fc.tuple(whole, strays).map(([one, other]) => ({ ...one, ...other })) },
  );
}

function textOf(schema: Json): fc.Arbitrary<string> {
  const { format, pattern, maxLength } = schema;
  if (format === "date")
    return fc
      .date({ min: new Date("2026-09-01T00:00Z"), max: new Date("2026-12-01T00:00Z"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
  if (format === "date-time")
    return fc
      .date({ min: new Date("2026-09-01T00:00Z"), max: new Date("2026-12-01T00:00Z"), noInvalidDate: true })
      .map((date) => date.toISOString());
  if (typeof pattern === "string") return fc.stringMatching(new RegExp(pattern));
  return fc.string({ unit: "grapheme", maxLength: Math.min(Number(maxLength ?? 40), 40) });
}

/** Bodies that are no JSON of any schema: cut off, too deep, with keys twice, not UTF-8, of another kind altogether. */
export const hostileBody: fc.Arbitrary<Buffer> = fc.constantFrom(
  Buffer.alloc(0),
  Buffer.from("{"),
  Buffer.from('{"amount":"10.00"'),
  Buffer.from('{"amount":"10.00","amount":"99999.00"}'),
  Buffer.from('{"__proto__":{"polluted":true}}'),
  Buffer.from('{"constructor":{"prototype":{"polluted":true}}}'),
  Buffer.from('[{"__proto__":{"polluted":true}}]'),
  Buffer.from(`${"[".repeat(50_000)}${"]".repeat(50_000)}`),
  Buffer.from(`${'{"data":'.repeat(20_000)}1${"}".repeat(20_000)}`),
  Buffer.from(`{"amount":"${"9".repeat(900_000)}"}`),
  Buffer.from(`[${"1,".repeat(200_000)}1]`),
  Buffer.from(JSON.stringify("x".repeat(1_100_000))),
  Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  Buffer.from("\ufeff{}"),
  Buffer.from('{"amount":1e999}'),
  Buffer.from('{"amount":NaN}'),
  Buffer.from("null"),
  Buffer.from('"text"'),
  Buffer.from("<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"),
  Buffer.from(
    `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">${[..."bcdefghij"].map((n, i) => `<!ENTITY ${n} "${`&${"abcdefghi"[i]};`.repeat(10)}">`).join("")}]><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">&j;</Document>`,
  ),
  Buffer.from(
    "1CClientBankExchange\r\nВерсияФормата=1.03\r\nРасчСчет=40702810200000012345\r\nСекцияДокумент=Платежное поручение\r\nСумма=1e400\r\n",
  ),
  Buffer.from(
    "1CClientBankExchange\r\nРасчСчет=\r\nСекцияДокумент=\r\nСумма=-1.00\r\nДата=99.99.9999\r\nКонецДокумента\r\nКонецФайла",
  ),
  Buffer.from(":20:x\r\n:25:40702810200000012345\r\n:60F:C269999RUB1,\r\n:61:2610011001CD,\r\n:62F:C261001RUB\r\n"),
  Buffer.from("PK\u0003\u0004"),
);
