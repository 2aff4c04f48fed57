import { describe, expect, test } from "vitest";

import { at, localDate } from "../../core/time.ts";
import { concludeContract } from "../parties/index.ts";
import { commandLine, standAt } from "../../../test/support/cli.ts";
import { testDatabase } from "../../../test/support/database.ts";
import { openHttpWorld } from "../../../test/support/http-world.ts";

const own = await testDatabase();
const world = await openHttpWorld(own);
const saldo = commandLine(own);

interface Shown {
  id: string;
  details: Record<string, string | null>;
  registeredAt: string | null;
  timeZone: string;
  pids: string[];
  contracts: {
    supplier: string;
    terms: object[];
    problems: { field: string; code: string; text: { ru: string; en: string } }[];
  }[];
  changes: {
    id: string;
    by: string;
    note: string | null;
    fields: { field: string; before: unknown; after: unknown }[];
  }[];
}

const find = async (search: string) => {
  const path = `/v1/office/payers?search=${encodeURIComponent(search)}`;
  return (await world.get<{ items: { id: string; name: string }[] }>(path, "support")).items;
};
const show = (id: string) => world.get<Shown>(`/v1/office/payers/${id}`, "document_clerk");
const put = (id: string, body: object, as = "document_clerk") =>
  world.send({ method: "PUT", path: `/v1/office/payers/${id}`, as, body });
const problems = ({ contracts }: Shown) =>
  contracts.flatMap((one) => one.problems.map(({ field, code }) => `${field} ${code}`));

describe("PYR-06 PYR-10 staff see what keeps a payer's papers and mend it", () => {
  test("PYR-10 a payer is found by a part of its name, its tax number and its project", async () => {
    for (const search of ["ромашка", "7707083893", "mcs1100000002"]) {
      expect((await find(search)).map(({ name }) => name)).toEqual(["ООО «Ромашка»"]);
    }
    expect(await find("%")).toEqual([]);
    expect(await find("нет такого")).toEqual([]);
    expect((await find("")).length).toBe(3);
  });

  test("REG-07 a payer's days are those of its region, in the list and on its page", async () => {
    const zones = async (search: string) => {
      const [{ id } = { id: "" }] = await find(search);
      const path = `/v1/office/payers?search=${encodeURIComponent(search)}`;
      const listed = await world.get<{ items: { timeZone: string }[] }>(path, "support");
      return [listed.items[0]?.timeZone, (await show(id)).timeZone];
    };
    expect(await zones("ромашка")).toEqual(["Europe/Moscow", "Europe/Moscow"]);
    expect(await zones("алатау")).toEqual(["Asia/Almaty", "Asia/Almaty"]);
  });

  test("PYR-06 AUD-01 a change keeps who, when, before and after; the same again changes nothing", async () => {
    const [{ id } = { id: "" }] = await find("ромашка");
    const before = await show(id);
    expect(problems(before)).toEqual([]);
    expect(before.pids).toEqual(["mcs1100000001", "mcs1100000002"]);
    const { details } = before;
    const moved = { ...details, address: "  г. Тверь, ул. Новая, д. 1 ", note: "переезд", basedOn: null };
    const answer = await put(id, moved);
    expect(answer.status).toBe(200);
    const after = answer.json<Shown>();
    expect(after.details["address"]).toBe("г. Тверь, ул. Новая, д. 1");
    expect(after.changes).toMatchObject([
      {
        by: "document_clerk",
        note: "переезд",
        fields: [{ field: "address", before: details["address"], after: "г. Тверь, ул. Новая, д. 1" }],
      },
    ]);
    expect((await put(id, moved)).json<Shown>().changes).toHaveLength(1);
    const stale = await put(id, { ...details, address: "г. Клин", basedOn: null });
    expect([stale.status, stale.json<{ code: string }>().code]).toEqual([409, "payer_changed"]);
    expect((await put(id, { ...details, address: null, basedOn: after.changes[0]?.id })).status).toBe(200);
    expect(problems(await show(id))).toEqual(["address no_address"]);
    expect((await put(id, { ...details })).status).toBe(200);
  });

  test("PYR-04 PYR-05 what cannot be right is refused with its field, in both languages", async () => {
    const [{ id } = { id: "" }] = await find("ромашка");
    const { details } = await show(id);
    const wrong = async (changes: object) => {
      const answer = await put(id, { ...details, ...changes });
      const { code, errors } = answer.json<{ code: string; errors?: { field: string; code: string }[] }>();
      return [answer.status, code, ...(errors ?? []).map((one) => `${one.field} ${one.code}`)];
    };
    expect(await wrong({ inn: "7707083894" })).toEqual([422, "invalid_input", "inn wrong_check_digit"]);
    expect(await wrong({ inn: "990601301525" })).toEqual([422, "invalid_input", "inn wrong_length"]);
    expect(await wrong({ countryCode: "BY", inn: "100582334", kpp: null, ogrn: null })).toEqual([
      422,
      "invalid_input",
      "inn wrong_check_digit",
    ]);
    expect((await wrong({ countryCode: "XK" })).slice(0, 3)).toEqual([
      422,
      "invalid_input",
      "countryCode unknown_country",
    ]);
    expect(await wrong({ inn: "7743001840" })).toEqual([409, "seller_is_buyer", "inn seller_is_buyer"]);
    expect(await wrong({ kind: "individual" })).toEqual([409, "payer_kind_fixed", "kind payer_kind_fixed"]);
    expect((await put("999999", { ...details })).status).toBe(404);
    expect((await show(id)).details).toEqual(details);
  });

  test("PYR-05 details that nobody confirmed are one more thing to mend, and staff confirm them", async () => {
    const [{ id } = { id: "" }] = await find("Алатау");
    await own.database.query("update payer set registered_at = null where payer_id = $1", [id]);
    const { details, ...before } = await show(id);
    expect(problems({ details, ...before })).toEqual(["registeredAt not_confirmed", " country_without_papers"]);
    const confirmed = (await put(id, { ...details, confirm: true }, "accountant")).json<Shown>();
    expect(confirmed.registeredAt).toBe("2026-09-30T21:00:00.000Z");
    expect(confirmed.changes[0]?.fields.map(({ field }) => field)).toEqual(["registeredAt"]);
  });

  test("PYR-06 the command line shows and mends the same, in the name of who does it", async () => {
    await standAt(own, "2026-10-02T12:00:00+03:00");
    const [{ id } = { id: "" }] = await find("ромашка");
    const changed = await saldo("payer", "change", id, "--address", "", "--by", "Ann", "--json");
    expect(changed).toMatchObject({ code: 0, object: { contracts: [{ problems: [{ code: "no_address" }] }] } });
    expect(await saldo("payer", "show", id)).toMatchObject({
      code: 1,
      out: expect.stringContaining("a document needs one"),
    });
    const mended = await saldo("payer", "change", id, "--address", "г. Тверь", "--full-name", "", "--by", "Ann");
    expect(mended).toMatchObject({ code: 0, out: "Changed" });
    expect(await saldo("payer", "show", id, "--json")).toMatchObject({
      code: 0,
      object: {
        fullName: "ООО «Ромашка»",
        address: "г. Тверь",
        changes: [{ by: "cli:Ann" }, { by: "cli:Ann" }, {}, {}, {}],
      },
    });
    expect((await saldo("payer", "change", id, "--inn", "1", "--by", "Ann")).code).toBe(1);
    expect((await saldo("payer", "show", "x")).code).toBe(2);
  });

  test("PYR-07 the command line changes a post-paid contract's term of payment, in the name of who does it", async () => {
    await standAt(own, "2026-10-02T12:00:00+03:00");
    const [{ id } = { id: "" }] = await find("ромашка");
    const contracts = await own.database.query<{ supplier: string; offer: string }>(
      "select supplier_code as supplier, contract_id::text as offer from contract where payer_id = $1",
      [id],
    );
    const [{ supplier, offer } = { supplier: "", offer: "" }] = contracts;
    const contractId = await own.database.transaction((tx) =>
      concludeContract(tx, BigInt(id), supplier, {
        type: "individual",
        paymentScheme: "postpaid",
        number: "ИД-9/26",
        signedOn: localDate("2026-09-20"),
        paymentDays: 10,
        startsAt: at("2026-10-01T00:00:00+03:00"),
      }),
    );
    const term = (...args: string[]) => saldo("payer", "term", id, ...args, "--by", "Ann");
    expect(await term(String(contractId), "30", "--note", "допсоглашение", "--json")).toMatchObject({
      code: 0,
      object: { paymentDays: 30, from: "2026-11" },
    });
    expect((await term(String(contractId), "paper")).out).toContain("2026-11");
    expect((await show(id)).contracts.flatMap(({ terms }) => terms)).toMatchObject([
      { from: "2026-11", paymentDays: null, by: "cli:Ann", note: null },
      { from: "2026-11", paymentDays: 30, by: "cli:Ann", note: "допсоглашение" },
    ]);
    expect((await term(offer, "30")).code).toBe(1);
    for (const days of ["0", "181", "ten"]) expect((await term(String(contractId), days)).code).toBe(2);
  });
});
