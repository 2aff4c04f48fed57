import { type Language, refusal } from "../core/errors.ts";
import { parsePid } from "../core/ids.ts";
import { DAY, formatInstant, plus } from "../core/time.ts";
import { SCOPES, UnknownProject, issueToken, projectFacts, revokeToken } from "../modules/tenancy/index.ts";
import { type Command, textOf } from "./command.ts";
import { countOf, optionalText } from "./inputs.ts";
import { columns } from "./output.ts";

const NotAnId = refusal("not_an_id", 422, "Ожидается номер токена", "Expected the id of a token");

const words = {
  ru: { once: "Токен показывается один раз:", until: "Действует до", revoked: "Отозван" },
  en: { once: "The token is shown this once:", until: "Valid until", revoked: "Revoked" },
} as const;

function scopeLines(language: Language): string {
  const rows = Object.entries(SCOPES).map(([scope, texts]) => [scope, texts[language]]);
  return columns(rows)
    .map((line) => `  ${line}`)
    .join("\n");
}

/** For the cloud's meters, collectors of metrics, accounting programs: of the token only a hash is kept. */
export const tokenIssue: Command = {
  options: [
    { flags: "--name <name>", summary: { ru: "для чего он", en: "what it is for" }, required: true },
    {
      flags: "--scope <scopes>",
      summary: {
        ru: "права через запятую, например usage.write",
        en: "scopes, comma-separated, such as usage.write",
      },
      required: true,
    },
    { flags: "--project <pid>", summary: { ru: "только для этого проекта", en: "for this project alone" } },
    {
      flags: "--days <number>",
      summary: { ru: "срок действия", en: "how long it is valid" },
      fallback: "365",
      parse: countOf,
    },
  ],
  details: { ru: `Права:\n${scopeLines("ru")}`, en: `Scopes:\n${scopeLines("en")}` },
  async run({ open, language }, input) {
    const days = Number(input["days"]);
    const pid = optionalText(input, "project");
    const projectId = pid === null ? null : parsePid(pid);
    const { database, clock } = await open();
    const now = clock.now();
    const expiresAt = plus(now, days * DAY);
    const { tokenId, token } = await database.transaction(async (tx) => {
      if (pid !== null && (projectId === null || !(await projectFacts(tx, [projectId])).has(projectId)))
        throw UnknownProject();
      const scopes = textOf(input, "scope").split(",");
      const own = projectId === null ? {} : { projectId };
      return issueToken(tx, { name: textOf(input, "name"), scopes, now, expiresAt, ...own });
    });
    return {
      result: { tokenId, token, expiresAt: formatInstant(expiresAt) },
      lines: [
        words[language].once,
        `  ${token}`,
        `${words[language].until} ${formatInstant(expiresAt)}; id ${tokenId}`,
      ],
    };
  },
};

export const tokenRevoke: Command = {
  arguments: [{ name: "id", summary: { ru: "номер токена", en: "the token's id" }, parse: idOf }],
  async run({ open, language }, input) {
    const tokenId = input["id"] as bigint;
    const { database, clock } = await open();
    await database.transaction((tx) => revokeToken(tx, tokenId, clock.now()));
    return { result: { tokenId, revoked: true }, lines: [`${words[language].revoked}: ${tokenId}`] };
  },
};

function idOf(text: string): bigint {
  if (!/^\d{1,18}$/.test(text)) throw NotAnId({ field: "id" });
  return BigInt(text);
}
