import { type SendMailOptions, createTransport } from "nodemailer";
import PostalMime from "postal-mime";
import { expect } from "vitest";

import { formatPid } from "../../src/core/ids.ts";
import { CUSTOMERS, type HttpWorld } from "./http-world.ts";

export const PID = formatPid(CUSTOMERS.romashka.projects[0]);
export const ALMATY_PID = formatPid(CUSTOMERS.alatau.projects[0]);
export const DOCS = "docs_vktech@vk.company";
/** A Friday, eleven in Moscow. */
export const NOW = "2026-11-20T11:00:00+03:00";

export interface Thread {
  number: string;
  state: string;
  nextActor: string;
  dueAt: string | null;
  version: number;
  acts: string[];
  messages: { author: string; authorName: string; via: string; text: string; files: { id: string; name: string }[] }[];
}
export interface Case extends Thread {
  id: string;
  email: string;
  pid: string | null;
  source: string;
  title: string;
  assigneeName: string | null;
  messages: (Thread["messages"][number] & { internal: boolean; mailFrom: string | null })[];
  events: { act: string; by: string; from: string | null; to: string }[];
  facts: {
    sections: { title: { en: string }; rows: { label: { ru: string }; amount?: string; at?: string }[] }[];
  } | null;
  templates: { code: string; text: string }[];
}
export interface Letter {
  mailId: string;
  subject: string;
  text: string;
  recipients: string[];
}

/** What both sides of a request do, over HTTP and by mail, in a world with services. */
export function requestWorld(world: HttpWorld) {
  const post = (path: string, as: string, body: unknown, headers: Record<string, string> = {}) =>
    world.send({ method: "POST", path, as, body, headers });
  const question = (topic: string, text = "Текст вопроса") => ({
    asked: { kind: "question", fields: { topic } },
    text,
  });
  const thread = (id: string, as = "romashka") => world.get<Thread>(`/v1/requests/${id}`, as);
  const cased = (id: string, as = "support") => world.get<Case>(`/v1/office/requests/${id}`, as);

  async function open(body: unknown, as = "romashka", pid = PID): Promise<string> {
    const made = await post(`/v1/projects/${pid}/requests`, as, body);
    expect([made.status, made.text]).toEqual([201, expect.stringContaining("number")]);
    return made.json<{ id: string }>().id;
  }

  async function upload(
    name: string,
    body: string | Buffer,
    as = "romashka",
    path = `/v1/projects/${PID}/request-files`,
  ) {
    const address = `${path}?fileName=${encodeURIComponent(name)}`;
    return world.send({
      method: "POST",
      path: address,
      as,
      headers: { "content-type": "application/octet-stream" },
      body,
    });
  }

  async function letters(): Promise<Letter[]> {
    await world.drain();
    return (await (await world.sandbox("/sandbox/mail?limit=100")).json()) as Letter[];
  }

  /** The newest letter about a request, with the address to which an answer goes. */
  async function letterOf(number: string): Promise<Letter & { replyTo: string; headers: ReadonlyMap<string, string> }> {
    const letter = (await letters()).find(({ subject }) => subject.includes(number));
    if (!letter) throw new Error(`no letter about ${number}`);
    const raw = await (await world.sandbox(`/sandbox/mail/${letter.mailId}`)).arrayBuffer();
    const parsed = await PostalMime.parse(Buffer.from(raw));
    const headers = new Map(parsed.headers.map(({ key, value }) => [key, value]));
    return { ...letter, replyTo: parsed.replyTo?.[0]?.address ?? "", headers };
  }

  /** Hands a mail over by SMTP; answers the code of the last answer. */
  async function mail(options: SendMailOptions, url = world.services?.mailInUrl ?? ""): Promise<number> {
    const transport = createTransport({ url, ignoreTLS: true });
    try {
      const info = await transport.sendMail(options);
      return Number(info.response.slice(0, 3));
    } catch (error) {
      return (error as { responseCode?: number }).responseCode ?? 0;
    } finally {
      transport.close();
    }
  }

  const casesOf = async (email: string) =>
    (await world.get<{ items: Case[] }>(`/v1/office/requests?show=all&search=${encodeURIComponent(email)}`, "support"))
      .items;
  return { post, question, thread, cased, open, upload, letters, letterOf, mail, casesOf };
}
