import { readFileSync } from "node:fs";
import { isAbsolute } from "node:path";

import { describe, expect, it } from "vitest";

import { Refusal } from "../core/errors.ts";
import { loadConfig } from "./config.ts";

function problemsOf(environment: NodeJS.ProcessEnv): string[] {
  try {
    loadConfig(environment);
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return (error.details.problems ?? []).map((problem) => problem.field);
  }
}

describe("settings", () => {
  it("have a default for everything", () => {
    const config = loadConfig({});
    expect(config).toMatchObject({
      mode: "sandbox",
      port: 3000,
      host: "127.0.0.1",
      publicUrl: "http://localhost:3000",
      databaseUrl: null,
    });
    expect(isAbsolute(config.dataDirectory)).toBe(true);
  });

  it("are explained in .env.example, each of them and no other", () => {
    const names = (file: string, pattern: RegExp) => {
      const found = readFileSync(new URL(file, import.meta.url), "utf8").matchAll(pattern);
      return [...new Set([...found].map((match) => match[1] ?? ""))]
        .filter((name) => !/^SALDO_PG_(?!USER)/.test(name))
        .sort();
    };
    const settings = names("config.ts", /^ {2}([A-Z][A-Z_]+): \{$/gm);
    expect(settings.length).toBeGreaterThan(20);
    expect(names("../../.env.example", /^#?([A-Z][A-Z_]+)=/gm)).toEqual(settings);
  });

  it("ask for the key of a file storage that is named, and show neither", () => {
    const storage = { SALDO_FILES_URL: "https://s3.example/bucket" };
    expect(problemsOf(storage)).toEqual(["SALDO_FILES_KEY_ID", "SALDO_FILES_SECRET"]);
    const key = { SALDO_FILES_KEY_ID: "id", SALDO_FILES_SECRET: "a-secret" };
    expect(loadConfig({ ...storage, ...key }).files).toMatchObject({ url: storage.SALDO_FILES_URL, keyId: "id" });
    expect(loadConfig(key).files).toBeNull();
  });

  it("treat an empty value as unset", () => {
    expect(loadConfig({ PORT: "", DATABASE_URL: "", SALDO_PG_FSYNC: "" })).toMatchObject({
      port: 3000,
      databaseUrl: null,
      postgresSettings: {},
    });
  });

  it("name every wrong variable in both languages and never show its value", () => {
    const environment = {
      PORT: "70000",
      DATABASE_URL: "mysql://u:s3cret@h/d",
      SALDO_MODE: "prod",
      SMTP_URL: "mail",
      SALDO_LOG_LEVEL: "loud",
    };
    expect(problemsOf(environment)).toEqual(["SALDO_MODE", "PORT", "DATABASE_URL", "SMTP_URL", "SALDO_LOG_LEVEL"]);
    expect(() => loadConfig(environment)).toThrow(/PORT: ожидается .* \/ expected/);
    expect(() => loadConfig(environment)).not.toThrow(/s3cret/);
  });

  it.each(["-1", "3000.5", "1e3", "0x10", " 80", "99999999999"])("refuse PORT=%j", (port) => {
    expect(problemsOf({ PORT: port })).toEqual(["PORT"]);
  });

  it.each(["fsync", "full_page_writes", "synchronous_commit"])(
    "refuse %s off in production, allow it in the sandbox",
    (setting) => {
      const name = `SALDO_PG_${setting.toUpperCase()}`;
      for (const off of ["off", "OFF", "false", "no", "0"]) {
        expect(problemsOf({ SALDO_MODE: "production", [name]: off })).toEqual([name]);
        expect(problemsOf({ [name]: off })).toEqual([]);
      }
      expect(problemsOf({ SALDO_MODE: "production", [name]: "on" })).toEqual([]);
    },
  );

  it("pass settings on to the embedded PostgreSQL", () => {
    expect(loadConfig({ SALDO_PG_SHARED_BUFFERS: "1GB", SALDO_PG_USER: "pg" })).toMatchObject({
      postgresSettings: { shared_buffers: "1GB" },
      postgresUser: "pg",
    });
  });

  it("refuse a line break in the sender of mails", () => {
    expect(problemsOf({ SALDO_MAIL_FROM: "a@b.ru\r\nBcc: x@y.ru" })).toEqual(["SALDO_MAIL_FROM"]);
  });
});
