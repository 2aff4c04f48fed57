import { describe, expect, it, vi } from "vitest";
import { fileAddress, fileName, postIdentity, sendFile, taken } from "./fetch.ts";
import { Refusal, readProblem } from "./problem.ts";

describe("file names", () => {
  it("DLV-05 takes the name the server gave, the UTF-8 form first", () => {
    expect(fileName(`attachment; filename="upd.pdf"; filename*=UTF-8''%D0%A3%D0%9F%D0%94.pdf`)).toBe("УПД.pdf");
    expect(fileName('attachment; filename="upd 1.pdf"')).toBe("upd 1.pdf");
    expect(fileName("attachment; filename=upd.xml")).toBe("upd.xml");
    expect([fileName(null), fileName("inline"), fileName("attachment; filename*=UTF-8''%E0%A4%A")]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe("refusals", () => {
  it("keeps the texts, fields and trace of a problem", () => {
    const text = { ru: "нельзя", en: "not allowed" };
    const body = {
      title: "t",
      status: 422,
      code: "c",
      text,
      errors: [{ field: "amount", code: "x", text }],
      traceId: "9",
    };
    expect(readProblem(body, 422)).toEqual(body);
  });

  it("survives any body", () => {
    for (const body of ["<html>", null, 5, [], { text: 1, errors: "x" }])
      expect(readProblem(body, 500)).toMatchObject({ status: 500, code: "status_500" });
  });

  it("throws a refusal for an error answer and for a lost connection", async () => {
    const refused = taken(Promise.resolve({ error: { code: "frozen" }, response: new Response("", { status: 409 }) }));
    await expect(refused).rejects.toMatchObject({ problem: { code: "frozen", status: 409 } });
    await expect(taken(Promise.reject(new TypeError("fetch failed")))).rejects.toBeInstanceOf(Refusal);
    await expect(taken(Promise.resolve({ data: 1, response: new Response("") }))).resolves.toBe(1);
  });
});

describe("the tab of a visit", () => {
  it("AUD-02 names the visit in all that it sends: nothing is done as the member of staff", async () => {
    const sent: (string | null)[] = [];
    vi.stubGlobal("sessionStorage", { getItem: () => "12" });
    vi.stubGlobal("fetch", async ({ headers }: Request) => {
      sent.push(headers.get("saldo-visit"));
      return new Response("{}");
    });
    await postIdentity("http://localhost/api/auth/change-password", {});
    await sendFile("http://localhost/v1/files", new File(["a"], "a.txt"));
    await fileAddress("http://localhost/v1/files/1");
    vi.unstubAllGlobals();
    expect(sent).toEqual(["12", "12", "12"]);
  });
});
