import { SECURITY_KINDS, selectFacts, securityShown } from "../platform/security/index.ts";
import type { Command } from "./command.ts";
import { columns } from "./output.ts";

const MOST_SHOWN = 200;
const headers = {
  ru: ["Когда", "Событие", "Кто", "Адрес", "О чём", "Раз"],
  en: ["When", "Event", "Who", "Address", "About", "Times"],
} as const;
const none = { ru: "Событий нет", en: "There are no events" } as const;

/** What happened at the doors (reliability 66), the newest first. */
export const security: Command = {
  options: [
    { flags: "--kind <kind>", summary: { ru: "только этого вида", en: "only of this kind" }, choices: SECURITY_KINDS },
    {
      flags: "--actor <actor>",
      summary: { ru: "только этого лица: user:…, token:…, os:…", en: "only of this actor: user:…, token:…, os:…" },
    },
  ],
  async run({ open, language }, input) {
    const { database } = await open();
    const kind = SECURITY_KINDS.find((one) => one === input["kind"]) ?? null;
    const actor = typeof input["actor"] === "string" ? input["actor"] : null;
    const rows = await selectFacts(database, { kind, actor, before: null, limit: MOST_SHOWN });
    const items = rows.map(securityShown);
    return {
      result: { items },
      lines:
        items.length === 0
          ? [none[language]]
          : columns([
              headers[language],
              ...items.map(({ at, kind: what, actor: who, address, subject, times }) => [
                at,
                what,
                who,
                address || "—",
                subject,
                `×${times}`,
              ]),
            ]),
    };
  },
};
