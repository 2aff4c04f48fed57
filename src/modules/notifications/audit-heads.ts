import type { Instant } from "../../core/time.ts";
import { auditHeads as topic } from "../../platform/audit/index.ts";
import { type WrittenLetter, writeLetter } from "../../platform/mail/index.ts";
import { type LetterFrame, footer, formatMoment } from "./frame.ts";
import { letter } from "./letter.ts";

/** Reliability 62: the heads of the audit's chains, for whoever keeps them where the database's owner does not reach. */
export const auditHeads = letter({
  topic,
  compose: auditHeadsLetter,
  async read({ publicUrl }, _userNo, { email, language, at, heads }) {
    const frame = { language, supplierName: "Saldo", contact: new URL(publicUrl).host };
    return { to: email, facts: { ...frame, at, heads, url: `${publicUrl}/office/acts` } };
  },
});

export interface HeadsLetter extends LetterFrame {
  readonly at: Instant;
  readonly heads: readonly { readonly chain: string; readonly head: string; readonly acts: number }[];
  readonly url: string;
}

const WORDS = {
  ru: {
    subject: (at: string) => `Журнал действий: головы цепочек на ${at}`,
    heading: "Головы цепочек журнала действий",
    keep: "Сохраните это письмо там, куда не достаёт владелец базы. Если записи журнала удалят или перепишут, голов из этого письма в нём больше не будет.",
    verify: (command: string) => `Проверка: ${command}`,
    chain: (chain: string, acts: number) => `${chain === "house" ? "без региона" : chain}, записей ${acts}`,
    link: "Открыть журнал",
  },
  en: {
    subject: (at: string) => `Audit: the heads of the chains as of ${at}`,
    heading: "The heads of the audit's chains",
    keep: "Keep this letter where the owner of the database does not reach. When acts are removed or written anew, the audit does not have the heads of this letter any more.",
    verify: (command: string) => `To check: ${command}`,
    chain: (chain: string, acts: number) => `${chain === "house" ? "without a region" : chain}, ${acts} acts`,
    link: "Open the audit",
  },
} as const;

export function auditHeadsLetter(facts: HeadsLetter): WrittenLetter {
  const { language, at, heads, url } = facts;
  const words = WORDS[language];
  const command = `saldo audit verify --head ${heads.map(({ head }) => head).join(",")}`;
  return writeLetter({
    language,
    subject: words.subject(formatMoment(at, "UTC", language)),
    heading: words.heading,
    paragraphs: [words.keep, words.verify(command)],
    facts: heads.map(({ chain, head, acts }) => [words.chain(chain, acts), head] as const),
    link: { label: words.link, url },
    footer: footer(facts),
  });
}
