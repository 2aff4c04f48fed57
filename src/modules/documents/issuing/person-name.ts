/**
 * A sole proprietor's name as people write it, taken apart into what the exchange formats ask for. Only where it is a
 * name: what cannot be told from a heading or a firm is null, and the payer waits until somebody writes the name out.
 */
import type { PersonName } from "../party.ts";

/** What stands before a person's name, or after it, without being part of it; the longer ones first. */
const TITLES = [
  "индивидуальный предприниматель",
  "индивидуального предпринимателя",
  "частный предприниматель",
  "предприниматель без образования юридического лица",
  "предприниматель",
  "глава крестьянского \\(?фермерского\\)? хозяйства",
  "глава фермерского хозяйства",
  "глава крестьянского хозяйства",
  "глава к\\(?ф\\)?х",
  "гкфх",
  "к\\(?ф\\)?х",
  "арбитражный управляющий",
  "адвокат",
  "нотариус",
  "самозанят(?:ый|ая)",
  "жеке кәсіпкер",
  "individual entrepreneur",
  "sole proprietor",
  "пбоюл",
  "и\\. ?п\\.(?=\\s*\\S+\\s+\\S)",
  "ип",
  "чп",
  "жк",
].join("|");
const TITLE_BEFORE = new RegExp(`^(?:${TITLES})(?![\\p{L}\\d])[\\s:,.–—-]*`, "iu");
const TITLE_AFTER = new RegExp(`[\\s,(–—-]+(?:${TITLES})\\)?\\.?$`, "iu");

/** Forms of firms and kinds of shops: a name with one of them is no person's. */
const FIRM = /(?<![\p{L}])(?:ООО|ОАО|ЗАО|ПАО|НАО|АО|ТОО|АНО|НКО|ГУП|МУП|ФГУП|LLC|LLP|LTD|INC|GMBH)(?![\p{L}])/iu;
const SHOP =
  /(?<!\p{L})(?:студия|салон|магазин|мастерская|кафе|бар|ресторан|столовая|пекарня|ателье|аптека|клиника|школа|центр|бюро|агентство|фирма|компания|группа|торговый|дом|рынок|склад|сервис|автосервис|хозяйство|ферма|гостиница|отель|студии|shop|store|studio|cafe|salon|group|company)(?!\p{L})/iu;
/** A word of a name: letters with hyphens and apostrophes inside, the first one a capital. */
const WORD = /^\p{Lu}[\p{L}\p{M}]*(?:['’ʼ-]\p{L}[\p{L}\p{M}]*)*$/u;
/** What joins a name's words and is written small: `фон Визин`, `Гусейн оглы`. */
const LEADING = new Set(
  "де дель ла ди да дер ден фон ван аль эль ас аш бен бин ибн эт der de del la von van bin ibn al".split(" "),
);
const FOLLOWING = new Set(
  "оглы оглу кызы гызы кзы уулу улы ұлы қызы углы угли кизи заде oglu ogly kyzy uulu".split(" "),
);
const INITIALS = /^(\p{Lu}[\p{Ll}]?\.)(?:[ -]?(\p{Lu}[\p{Ll}]?\.))?$/u;
const PATRONYMIC =
  /(?:ович|евич|ёвич|овна|евна|ёвна|ична|инична|ильич|кузьмич|лукич|фомич|никитич|саввич)$|\p{L}{2}(?:ұлы|улы|уулу|қызы|кызы|гызы|оглы|оглу)$/iu;
/** `Иванова Ивана Ивановича`: a name in another case than the nominative is not stated as it stands. */
const DECLINED = /(?:ви|ьми|уки|оми|ити)ч(?:а|у|ем)$|(?:вн|ичн)(?:ы|е|ой)$/iu;
const LONGEST = 300;

/**
 * Surname, name and patronymic of `Глава КФХ Иванов Иван Иванович`, `ИП Иванов И.И.`, `Мамедов Али Гусейн оглы`,
 * `Иван Иванович Петров-Водкин`; null where it is not certain that the words are a person's and which of them is which.
 * Certain is what has initials or a patronymic, or what was written field by field, with commas: `Ли, Ю`. `ИП Ромашка`,
 * `Студия Красоты` and `Ли Ю` are not: the second word may be a shop's, and which one is the surname nobody can tell.
 */
export function parsePersonName(text: string): PersonName | null {
  const bare = withoutTitles(text.normalize("NFC").replace(/\s+/gu, " ").trim().slice(0, LONGEST));
  if (FIRM.test(bare)) return null;
  const fields = bare.split(",");
  // Some surnames are such words as well: written in all three fields, it is one.
  if (SHOP.test(bare) && fields.length !== 3) return null;
  if (fields.length > 1) return byFields(fields);
  const initialled = withInitials(bare);
  if (initialled) return initialled;
  const words = bare === "" ? [] : joined(bare.split(" "));
  if (!words?.every(isName) || words.length !== 3) return null;
  const [first = "", second = "", third = ""] = words;
  // A given name is never like a patronymic, a surname may be.
  if (isPatronymic(second)) return { surname: third, name: first, patronymic: second };
  return isPatronymic(third) ? { surname: first, name: second, patronymic: third } : null;
}

/** `Ли, Ю`, `Нгуен, Ван, Тхань`: each field may have several words. */
function byFields(fields: readonly string[]): PersonName | null {
  const read = fields.map((field) => joined(field.trim().split(" ")));
  const [surname, name, patronymic, more] = read.map((words) => (words?.every(isName) ? words.join(" ") : ""));
  if (!surname || !name || patronymic === "" || more !== undefined) return null;
  return { surname, name, patronymic: patronymic ?? null };
}

/** Headings stand one after the other: `ИП - глава КФХ`. */
function withoutTitles(text: string): string {
  const shorter = text.replace(TITLE_BEFORE, "").replace(TITLE_AFTER, "").trim();
  return shorter === text || shorter === "" ? shorter : withoutTitles(shorter);
}

/** `Иванов И.И.` and `И. И. Иванов`. */
function withInitials(text: string): PersonName | null {
  const at = text.search(/(?<![\p{L}\p{M}])\p{Lu}\p{Ll}?\./u);
  if (at < 0) return null;
  const [surname, initials] =
    at === 0
      ? [text.slice(text.lastIndexOf(".") + 1), text.slice(0, text.lastIndexOf(".") + 1)]
      : [text.slice(0, at), text.slice(at)];
  const [, name, patronymic] = INITIALS.exec(initials.trim()) ?? [];
  const words = joined(surname.trim().split(" "));
  const [only] = words ?? [];
  if (name === undefined || words?.length !== 1 || only === undefined || !isName(only)) return null;
  return { surname: only, name, patronymic: patronymic ?? null };
}

/** Joins small words to what they belong to: before a surname, after a patronymic. Null when one belongs to nothing. */
function joined(words: readonly string[]): string[] | null {
  const result: string[] = [];
  let leading = "";
  for (const word of words) {
    const small = word.toLowerCase();
    if (FOLLOWING.has(small) && result.length > 0 && leading === "") result.push(`${result.pop()} ${word}`);
    else if (LEADING.has(word)) leading += `${word} `;
    else {
      result.push(leading + word);
      leading = "";
    }
  }
  return leading === "" ? result : null;
}

function isName(word: string): boolean {
  const parts = word.split(" ");
  if (parts.some((part) => DECLINED.test(part))) return false;
  return parts.every((part) => WORD.test(part) || LEADING.has(part) || FOLLOWING.has(part.toLowerCase()));
}

function isPatronymic(word: string): boolean {
  const last = word.split(/[ -]/).at(-1) ?? "";
  return PATRONYMIC.test(last) || FOLLOWING.has(last.toLowerCase());
}
