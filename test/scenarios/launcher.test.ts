import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { isAlive } from "../../src/platform/postgres/process-alive.ts";
import { inProject } from "../../src/platform/project.ts";

interface Program {
  readonly child: ChildProcess;
  /** Resolves with what was printed when a line begins with `ready`, rejects when the program ends before. */
  readonly ready: Promise<string>;
  readonly ended: Promise<{ code: number | null; out: string; err: string }>;
}

const folders: string[] = [];
let dataDirectory: string;

/** Production mode: no demo world, so that a start is only a start. */
function saldo(words: string[], environment: Record<string, string> = {}): Program {
  const child = spawn(process.execPath, [inProject("bin", "saldo.mjs"), ...words], {
    env: {
      ...process.env,
      SALDO_MODE: "production",
      HOST: "127.0.0.1",
      PORT: "0",
      SALDO_DATA: dataDirectory,
      SALDO_LANG: "en",
      ...environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.once("close", (code) => resolve({ code, out, err }));
  });
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString();
      if (/^ready .*\n/m.test(out)) resolve(out);
    });
    void ended.then(({ code }) => reject(new Error(`ended with ${code} before it was ready: ${err}`)));
  });
  ready.catch(() => undefined);
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  return { child, ready, ended };
}

function address(printed: string): string {
  return /^ready (\S+)/m.exec(printed)?.[1] ?? "";
}

function postmaster(): number {
  return Number(readFileSync(join(dataDirectory, "postgres", "cluster", "postmaster.pid"), "utf8").split("\n")[0]);
}

async function health(base: string): Promise<number> {
  return (await fetch(`${base}/healthz`)).status;
}

beforeAll(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), "saldo-launcher-"));
  folders.push(dataDirectory);
});

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe("saldo start", () => {
  it("prints one ready line, serves, tells a second start so, and ends cleanly on SIGTERM", async () => {
    const first = saldo(["start"]);
    const printed = await first.ready;
    expect(printed.match(/^ready /gm)).toHaveLength(1);
    expect(await health(address(printed))).toBe(200);
    const server = postmaster();

    const second = await saldo(["start", "--json"]).ended;
    expect(second.code).toBe(1);
    expect(second.err).toContain(`runs already: ${address(printed)}`);
    expect(JSON.parse(second.out)).toMatchObject({ error: { code: "already_running" } });

    const beside = await saldo(["migrate", "--json"]).ended;
    expect(beside).toMatchObject({ code: 0 });
    expect(JSON.parse(beside.out)).toMatchObject({ applied: [] });
    expect(isAlive(server)).toBe(true);

    first.child.kill("SIGTERM");
    expect(await first.ended).toMatchObject({ code: 0, err: "" });
    expect(isAlive(server)).toBe(false);
  });

  it("joins the database that a killed run left behind, and stops it", async () => {
    const killed = saldo(["start"]);
    await killed.ready;
    const server = postmaster();
    killed.child.kill("SIGKILL");
    await killed.ended;
    expect(isAlive(server)).toBe(true);

    const next = saldo(["start"]);
    expect(await health(address(await next.ready))).toBe(200);
    expect(postmaster()).toBe(server);
    next.child.kill("SIGINT");
    expect(await next.ended).toMatchObject({ code: 0 });
    expect(isAlive(server)).toBe(false);
  });

  it("says when the port belongs to somebody else, and starts nothing", async () => {
    const stranger = createServer();
    const port = await new Promise<number>((resolve) => {
      stranger.listen(0, "127.0.0.1", () => resolve((stranger.address() as { port: number }).port));
    });
    const refused = await saldo(["start"], { PORT: String(port) }).ended;
    stranger.close();
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(`Port ${port} is taken`);
    expect(() => postmaster()).toThrow(/ENOENT/);
  });

  it("lets a command start the database for itself and stop it again", async () => {
    const { code, out } = await saldo(["migrate", "--json"]).ended;
    expect({ code, object: JSON.parse(out) as unknown }).toMatchObject({ code: 0, object: { applied: [] } });
    expect(() => postmaster()).toThrow(/ENOENT/);
  });

  describe("reliability 68: what stands in the way is told at once, in a sentence", { timeout: 60_000 }, () => {
    /** The exit code and what was said to a person: a sentence, no stack, within a moment. */
    async function refusedStart(
      environment: Record<string, string>,
      words = ["start"],
    ): Promise<[number | null, string]> {
      const { code, err } = await saldo(words, environment).ended;
      expect(err).not.toMatch(/\bat .*:\d+/);
      expect(err.trim().split("\n")).toHaveLength(1);
      return [code, err];
    }
    const pidFile = () => join(dataDirectory, "postgres", "cluster", "postmaster.pid");

    it("reliability 68 a postmaster.pid that names somebody else's process", async () => {
      writeFileSync(pidFile(), `${process.pid}\n${dataDirectory}\n1700000000\n5432\n\n127.0.0.1\n\nready\n`);
      const [code, said] = await refusedStart({});
      expect([code, said]).toEqual([1, expect.stringContaining(`names process ${process.pid}`)]);
      expect(said).toContain(pidFile());
      rmSync(pidFile());
    });

    it.each(["garbage\n", "\u0000\u0000\u0000", ""])("reliability 68 a damaged postmaster.pid: %j", async (text) => {
      writeFileSync(pidFile(), text);
      const [code, said] = await refusedStart({});
      expect([code, said]).toEqual([1, expect.stringContaining("is damaged")]);
      rmSync(pidFile());
    });

    it("reliability 68 a password file that was replaced, a wrong password, a wrong database, a wrong host", async () => {
      const server = saldo(["start"]);
      await server.ready;
      const passwordFile = join(dataDirectory, "postgres", "password");
      const password = readFileSync(passwordFile, "utf8");
      const port = readFileSync(join(dataDirectory, "postgres", "port"), "utf8");
      const url = (secret: string, host: string, name: string) => ({
        DATABASE_URL: `postgres://saldo:${secret}@${host}/${name}`,
      });
      const here = `127.0.0.1:${port}`;
      const secret = encodeURIComponent(password);
      const told = async (environment: Record<string, string>) => refusedStart(environment, ["migrate"]);
      expect(await told(url("wrong", here, "saldo"))).toEqual([
        1,
        expect.stringContaining("does not let user saldo in"),
      ]);
      expect(await told(url(secret, here, "nothing"))).toEqual([1, expect.stringContaining("no database nothing")]);
      expect(await told(url(secret, "127.0.0.1:1", "saldo"))).toEqual([1, expect.stringContaining("does not answer")]);
      writeFileSync(passwordFile, "replaced");
      expect(await told({})).toEqual([1, expect.stringContaining("does not take the password")]);
      writeFileSync(passwordFile, password);
      server.child.kill("SIGTERM");
      expect(await server.ended).toMatchObject({ code: 0 });
    });

    it("reliability 68 a data folder that cannot be written to", async () => {
      const file = join(dataDirectory, "a-file");
      writeFileSync(file, "");
      for (const SALDO_DATA of [file, join(file, "below"), "/sys/saldo-data"]) {
        for (const words of [["start"], ["migrate"]])
          expect(await refusedStart({ SALDO_DATA }, words)).toEqual([
            1,
            expect.stringContaining("cannot be written to"),
          ]);
      }
    });
  });

  it("refuses production mode on a database that may lose commits", async () => {
    const setting = await saldo(["migrate"], { SALDO_PG_FSYNC: "off" }).ended;
    expect(setting).toMatchObject({ code: 1 });
    expect(setting.err).toContain("SALDO_PG_FSYNC");
  });
});
