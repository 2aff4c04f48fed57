import type { Texts } from "../../core/errors.ts";
import { HOUR, type Instant } from "../../core/time.ts";
import { ALARMS, type AlarmCode, type AlarmSeverity, alarmNotice } from "../../platform/alarms/index.ts";
import { type WrittenLetter, writeLetter } from "../../platform/mail/index.ts";
import { userOfNo } from "../tenancy/index.ts";
import { ALARM_WORDS, alarmName } from "./alarm-words.ts";
import { type LetterFrame, footer, formatMoment } from "./frame.ts";
import type { Facts, Kind } from "./kind.ts";
import { moment } from "./kind-words.ts";
import { letter } from "./letter.ts";
import { signatureOf } from "./signature.ts";

/** Reliability 69: to one of the staff, that something begins to wait for a person. */
export const alarmLetters = letter({
  topic: alarmNotice,
  compose: alarmLetter,
  async read(sources, userNo, { alarm, about, severity, since, at, count, times }) {
    const user = await userOfNo(sources.database, userNo);
    if (!user || user.blockedAt !== null || user.staffRole === null) return null;
    return {
      to: user.email,
      thread: `alarm-${alarm.replaceAll("_", "-")}`,
      facts: {
        language: user.language,
        ...(await signatureOf(sources, "")),
        alarm,
        about,
        severity,
        since,
        at,
        count,
        times,
        url: `${sources.publicUrl}${ALARM_WORDS[alarm].href}`,
      },
    };
  },
});

export interface AlarmLetter extends LetterFrame {
  readonly alarm: AlarmCode;
  readonly about: string;
  readonly severity: AlarmSeverity;
  readonly since: Instant;
  /** When it came back; of the first time as `since`. */
  readonly at: Instant;
  readonly count: bigint;
  readonly times: number;
  readonly url: string;
}

export function alarmLetter(facts: AlarmLetter): WrittenLetter {
  const { language, alarm, about, severity, since, at, count, times, url } = facts;
  const words = WORDS[language];
  const { what } = ALARM_WORDS[alarm];
  const heading = alarmName(alarm, about, language);
  return writeLetter({
    language,
    subject: `${words.sign[severity]}: ${heading}`,
    heading,
    paragraphs: [what[language], words.once],
    facts: [
      [words.since, formatMoment(since, "UTC", language)],
      ...(times > 1
        ? [[words.times, String(times)] as const, [words.back, formatMoment(at, "UTC", language)] as const]
        : []),
      ...(count > 1n ? [[words.count, String(count)] as const] : []),
    ],
    link: { label: words.link, url },
    footer: footer(facts),
  });
}

const WORDS = {
  ru: {
    sign: { info: "К сведению", warning: "Тревога", critical: "Тревога" },
    once: "Пока это длится, другого письма о том же не будет. Когда закончится, скажет уведомление в консоли.",
    since: "С какого времени",
    times: "Сколько раз возвращалось",
    back: "Вернулось",
    count: "Сколько",
    link: "Открыть",
  },
  en: {
    sign: { info: "For your information", warning: "Alarm", critical: "Alarm" },
    once: "As long as it lasts there is no other letter of it. When it is over, a notification in the console says so.",
    since: "Since",
    times: "How often it came",
    back: "It came back",
    count: "How many",
    link: "Open",
  },
} as const;

function told(facts: Facts) {
  const code = ALARMS.find((one) => one === facts["alarm"]);
  const words = code && ALARM_WORDS[code];
  const about = facts["about"] ?? "";
  const named = (language: "ru" | "en") => (code ? alarmName(code, about, language) : (facts["alarm"] ?? ""));
  return { words, named };
}

const ofAlarms = {
  topic: alarmNotice.name,
  toStaff: true,
  group: "operations",
  members: null,
  letterRoles: [],
  letterNeeds: null,
  mutes: { letter: "nobody", console: false },
} as const;

const BEGUN_NAMES: Readonly<Record<AlarmSeverity, Texts>> = {
  info: { ru: "Что-то ждёт решения", en: "Something waits for a decision" },
  warning: { ru: "Началась тревога", en: "An alarm has begun" },
  critical: { ru: "Началась тяжёлая тревога", en: "A grave alarm has begun" },
};

/** The same in the console; grave ones are held back by nothing. */
export const ALARM_NOTIFICATIONS: readonly Kind[] = [
  ...(["info", "warning", "critical"] as const).map(
    (severity): Kind => ({
      ...ofAlarms,
      code: `alarm.${severity}`,
      name: BEGUN_NAMES[severity],
      severity,
      digestMs: 0,
      ...(severity === "warning" ? { letterDigestMs: HOUR } : {}),
      tell: (facts) => {
        const { words, named } = told(facts);
        return {
          title: { ru: named("ru"), en: named("en") },
          text: {
            ru: `С ${moment(facts, "at", "ru")}. ${words?.what.ru ?? ""}`,
            en: `Since ${moment(facts, "at", "en")}. ${words?.what.en ?? ""}`,
          },
          href: words?.href ?? "/office/operations",
        };
      },
    }),
  ),
  {
    ...ofAlarms,
    code: "alarm.ended",
    name: { ru: "Тревога закончилась", en: "An alarm is over" },
    severity: "info",
    // What flickers is one line that says how often.
    digestMs: HOUR,
    tell: (facts) => {
      const { named } = told(facts);
      return {
        title: { ru: `Закончилось: ${named("ru")}`, en: `Over: ${named("en")}` },
        text: {
          ru: `Длилось с ${moment(facts, "since", "ru")} до ${moment(facts, "at", "ru")}.`,
          en: `It lasted from ${moment(facts, "since", "en")} until ${moment(facts, "at", "en")}.`,
        },
        href: "/office/alarms",
      };
    },
  },
];
