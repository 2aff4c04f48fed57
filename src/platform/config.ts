import { isIP } from "node:net";
import { isAbsolute, resolve } from "node:path";

import { z } from "zod";

import { type FieldProblem, refusal } from "../core/errors.ts";
import { PROJECT_ROOT } from "./project.ts";

export const ConfigRefused = refusal(
  "config_refused",
  422,
  "Настройки не приняты:\n{lines}",
  "Settings were refused:\n{lines}",
);

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Everything an operator can set; .env.example explains each setting. */
export interface Config {
  /** sandbox: movable clock, demo world, stand-ins for the bank and the cloud. production: none of these. */
  readonly mode: "sandbox" | "production";
  readonly host: string;
  readonly port: number;
  /** Where `saldo worker` tells that it works; 0 takes any free port. */
  readonly workerPort: number;
  /** Where customers reach us, without a slash at the end: links in mails and webhooks begin with it. */
  readonly publicUrl: string;
  /** Null: the embedded PostgreSQL of the data folder. */
  readonly databaseUrl: string | null;
  /** The address of the schema's owner, for migrations. Null: DATABASE_URL is it, or the schema is brought up elsewhere. */
  readonly databaseOwnerUrl: string | null;
  readonly databaseConnections: number;
  /** Absolute: the embedded database, stored documents and logs. */
  readonly dataDirectory: string;
  /** Null: mail is kept in the sandbox mailbox. */
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  /** Where mail to departments and requests is taken in by SMTP; null: nowhere, in the sandbox on any free port. */
  readonly mailInPort: number | null;
  readonly mailInHost: string;
  /** Who keeps the heads of the audit's chains outside: one letter a day; null: nobody. */
  readonly auditMail: string | null;
  /** Addresses and networks of the reverse proxies whose X-Forwarded-For is believed; none unless set. */
  readonly trustedProxies: readonly string[];
  /** SMS_URL: where messages to telephones are handed over; null: the sandbox's gateway, and none in production. */
  readonly smsUrl: string | null;
  /** SMS_TOKEN: what the gateway knows us by. */
  readonly smsToken: string | null;
  /** Where freezes and deletions are told (FRZ-07); null: the sandbox's own control plane, in production nobody. */
  readonly controlPlaneUrl: string | null;
  /** Networks of the operator's own in which the control plane may live, as CIDR. */
  readonly controlPlaneNetworks: readonly string[];
  /** Standard Webhooks secrets, the newest first, separated by spaces. */
  readonly webhookSecrets: string | null;
  /** What seals the seeds of second factors, the newest first; empty: a key of this data folder. */
  readonly seedKeys: readonly Buffer[];
  /** How many days a delivered message stays in the outbox, and can be replayed. */
  readonly outboxDays: number;
  /** Null: each role has its own (quiet for `start`, `info` for api and worker). */
  readonly logLevel: LogLevel | null;
  /** SALDO_FILES_*: where brought files lie, over the S3 API; null: in the database. */
  readonly files: FilesConfig | null;
  /** SALDO_PG_USER: the user the embedded PostgreSQL runs as when started by root. */
  readonly postgresUser: string | null;
  /** Other SALDO_PG_* settings, as in postgresql.conf: SALDO_PG_SHARED_BUFFERS=1GB -> shared_buffers. */
  readonly postgresSettings: Readonly<Record<string, string>>;
}

export interface FilesConfig {
  /** `https://host/bucket`, and what keys begin with, if anything. */
  readonly url: string;
  readonly region: string;
  readonly keyId: string;
  readonly secret: string;
}

interface Rule<T> {
  readonly schema: z.ZodType<T, string | undefined>;
  readonly ru: string;
  readonly en: string;
}

/** Settings that a wrong value of would let an acknowledged commit be lost. */
const DURABLE = ["fsync", "full_page_writes", "synchronous_commit"];
const PG_PREFIX = "SALDO_PG_";

const wholeNumber = (from: number, to: number, otherwise: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.int().min(from).max(to))
    .optional()
    .transform((value) => value ?? otherwise);

const addressOf = (...schemes: string[]) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol))
    .optional();

const rules = {
  SALDO_MODE: {
    schema: z
      .enum(["sandbox", "production"])
      .optional()
      .transform((value) => value ?? "sandbox"),
    ru: "ожидается sandbox или production",
    en: "expected sandbox or production",
  },
  PORT: {
    schema: wholeNumber(0, 65_535, 3000),
    ru: "ожидается номер порта от 0 до 65535",
    en: "expected a port number from 0 to 65535",
  },
  SALDO_WORKER_PORT: {
    schema: wholeNumber(0, 65_535, 0),
    ru: "ожидается номер порта от 0 до 65535",
    en: "expected a port number from 0 to 65535",
  },
  HOST: {
    schema: z
      .string()
      .regex(/^[\w.:-]{1,255}$/)
      .optional(),
    ru: "ожидается имя или адрес, на котором слушать",
    en: "expected a name or address to listen on",
  },
  DATABASE_URL: {
    schema: addressOf("postgres:", "postgresql:"),
    ru: "ожидается адрес вида postgres://user:password@host:5432/database",
    en: "expected an address like postgres://user:password@host:5432/database",
  },
  DATABASE_OWNER_URL: {
    schema: addressOf("postgres:", "postgresql:"),
    ru: "ожидается адрес вида postgres://owner:password@host:5432/database",
    en: "expected an address like postgres://owner:password@host:5432/database",
  },
  SALDO_DB_CONNECTIONS: {
    schema: wholeNumber(3, 1000, 10),
    ru: "ожидается число соединений от 3 до 1000",
    en: "expected a number of connections from 3 to 1000",
  },
  SALDO_DATA: {
    schema: z.string().min(1).max(4000).optional(),
    ru: "ожидается путь к папке",
    en: "expected a path of a folder",
  },
  SMTP_URL: {
    schema: addressOf("smtp:", "smtps:"),
    ru: "ожидается адрес вида smtp://user:password@host:587",
    en: "expected an address like smtp://user:password@host:587",
  },
  SALDO_MAIL_FROM: {
    schema: z
      .string()
      .regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/)
      .optional()
      .transform((value) => value ?? "Saldo <billing@saldo.example>"),
    ru: "ожидается отправитель вида Название <почта@домен>",
    en: "expected a sender like Name <mail@domain>",
  },
  SALDO_MAIL_IN_PORT: {
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.int().min(1).max(65_535))
      .optional(),
    ru: "ожидается номер порта от 1 до 65535",
    en: "expected a port number from 1 to 65535",
  },
  SALDO_MAIL_IN_HOST: {
    schema: z
      .string()
      .regex(/^[\w.:-]{1,255}$/)
      .optional(),
    ru: "ожидается имя или адрес, на котором слушать",
    en: "expected a name or address to listen on",
  },
  SALDO_AUDIT_MAIL: {
    schema: z
      .string()
      .regex(/^[^\s@<>,;:"()]{1,64}@[^\s@<>,;:"()]{1,190}$/)
      .optional(),
    ru: "ожидается один почтовый адрес",
    en: "expected one mail address",
  },
  SMS_URL: {
    schema: addressOf("http:", "https:"),
    ru: "ожидается адрес вида https://sms.example.ru/messages",
    en: "expected an address like https://sms.example.ru/messages",
  },
  SMS_TOKEN: {
    schema: z.string().min(8).max(1_000).optional(),
    ru: "ожидается токен шлюза SMS, не короче 8 знаков",
    en: "expected the SMS gateway's token of 8 characters or more",
  },
  CONTROL_PLANE_URL: {
    schema: addressOf("http:", "https:"),
    ru: "ожидается адрес вида https://control-plane.example.ru/webhooks",
    en: "expected an address like https://control-plane.example.ru/webhooks",
  },
  CONTROL_PLANE_NETWORKS: {
    schema: z
      .string()
      .regex(/^[\da-fA-F.:/, ]{1,1000}$/)
      .optional(),
    ru: "ожидаются сети через запятую, 10.0.0.0/8",
    en: "expected networks separated by commas, 10.0.0.0/8",
  },
  SALDO_TRUSTED_PROXIES: {
    schema: z
      .string()
      .max(1000)
      .refine((text) => text.split(/[\s,]+/).every((one) => one === "" || isNetwork(one)))
      .optional(),
    ru: "ожидаются адреса и сети прокси через запятую, 10.0.0.5, 10.1.0.0/16",
    en: "expected addresses and networks of proxies separated by commas, 10.0.0.5, 10.1.0.0/16",
  },
  WEBHOOK_SECRETS: {
    schema: z
      .string()
      .regex(/^whsec_\S{24,}( whsec_\S{24,})*$/)
      .optional(),
    ru: "ожидаются секреты вида whsec_… через пробел, новый первым",
    en: "expected secrets like whsec_… separated by spaces, the newest first",
  },
  SALDO_SEED_KEY: {
    schema: z
      .string()
      .regex(/^[A-Za-z0-9+/]{43}=( [A-Za-z0-9+/]{43}=)*$/)
      .optional(),
    ru: "ожидаются 32 случайных байта в base64 (openssl rand -base64 32), несколько ключей через пробел, новый первым",
    en: "expected 32 random bytes in base64 (openssl rand -base64 32), several keys separated by spaces, the newest first",
  },
  SALDO_PUBLIC_URL: {
    schema: addressOf("http:", "https:"),
    ru: "ожидается адрес вида https://billing.example.ru",
    en: "expected an address like https://billing.example.ru",
  },
  SALDO_OUTBOX_DAYS: {
    schema: wholeNumber(7, 3650, 90),
    ru: "ожидается число дней от 7 до 3650",
    en: "expected a number of days from 7 to 3650",
  },
  SALDO_FILES_URL: {
    schema: addressOf("http:", "https:"),
    ru: "ожидается адрес вида https://s3.example.ru/bucket",
    en: "expected an address like https://s3.example.ru/bucket",
  },
  SALDO_FILES_REGION: {
    schema: z
      .string()
      .regex(/^[\w-]{1,64}$/)
      .optional(),
    ru: "ожидается регион хранилища, вида ru-msk",
    en: "expected the region of the storage, like ru-msk",
  },
  SALDO_FILES_KEY_ID: {
    schema: z
      .string()
      .regex(/^[\w.-]{1,200}$/)
      .optional(),
    ru: "ожидается идентификатор ключа доступа к хранилищу",
    en: "expected the id of the storage's access key",
  },
  SALDO_FILES_SECRET: {
    schema: z.string().min(6).max(200).optional(),
    ru: "ожидается секрет ключа доступа к хранилищу",
    en: "expected the secret of the storage's access key",
  },
  SALDO_LOG_LEVEL: {
    schema: z.enum(LOG_LEVELS).optional(),
    ru: `ожидается одно из: ${LOG_LEVELS.join(", ")}`,
    en: `expected one of: ${LOG_LEVELS.join(", ")}`,
  },
  SALDO_PG_USER: {
    schema: z
      .string()
      .regex(/^[\w.-]{1,64}$/)
      .optional(),
    ru: "ожидается имя пользователя системы",
    en: "expected the name of a system user",
  },
} satisfies Record<string, Rule<unknown>>;

type Name = keyof typeof rules;
type Values = { [N in Name]: z.output<(typeof rules)[N]["schema"]> };

/**
 * Reads all settings from the environment; an empty value counts as unset. Refuses with config_refused, which names
 * every wrong variable (never its value: it may be a secret).
 */
export function loadConfig(environment: Readonly<NodeJS.ProcessEnv> = process.env): Config {
  const problems: FieldProblem[] = [];
  const values: Partial<Record<Name, unknown>> = {};
  for (const [name, rule] of Object.entries(rules) as [Name, Rule<unknown>][]) {
    const parsed = rule.schema.safeParse(environment[name] || undefined);
    if (parsed.success) values[name] = parsed.data;
    else problems.push({ field: name, code: "setting_invalid", texts: { ru: rule.ru, en: rule.en } });
  }
  const postgresSettings = readPostgresSettings(environment, values.SALDO_MODE === "production", problems);
  if (values.SALDO_FILES_URL !== undefined)
    for (const field of ["SALDO_FILES_KEY_ID", "SALDO_FILES_SECRET"] as const)
      if (values[field] === undefined && !problems.some((one) => one.field === field)) problems.push(missing(field));
  if (problems.length > 0) refuse(problems);
  return assemble(values as Values, postgresSettings);
}

function assemble(values: Values, postgresSettings: Readonly<Record<string, string>>): Config {
  const host = values.HOST ?? (values.SALDO_MODE === "production" ? "0.0.0.0" : "127.0.0.1");
  const folder = values.SALDO_DATA ?? ".saldo";
  return {
    mode: values.SALDO_MODE,
    host,
    port: values.PORT,
    workerPort: values.SALDO_WORKER_PORT,
    publicUrl: (values.SALDO_PUBLIC_URL ?? `http://localhost:${values.PORT}`).replace(/\/+$/, ""),
    databaseUrl: values.DATABASE_URL ?? null,
    databaseOwnerUrl: values.DATABASE_OWNER_URL ?? null,
    databaseConnections: values.SALDO_DB_CONNECTIONS,
    dataDirectory: isAbsolute(folder) ? folder : resolve(PROJECT_ROOT, folder),
    smtpUrl: values.SMTP_URL ?? null,
    mailFrom: values.SALDO_MAIL_FROM,
    mailInPort: values.SALDO_MAIL_IN_PORT ?? (values.SALDO_MODE === "production" ? null : 0),
    mailInHost: values.SALDO_MAIL_IN_HOST ?? "127.0.0.1",
    auditMail: values.SALDO_AUDIT_MAIL ?? null,
    smsUrl: values.SMS_URL ?? null,
    smsToken: values.SMS_TOKEN ?? null,
    controlPlaneUrl: values.CONTROL_PLANE_URL ?? null,
    controlPlaneNetworks: listOf(values.CONTROL_PLANE_NETWORKS),
    trustedProxies: listOf(values.SALDO_TRUSTED_PROXIES),
    webhookSecrets: values.WEBHOOK_SECRETS ?? null,
    seedKeys: (values.SALDO_SEED_KEY?.split(" ") ?? []).map((key) => Buffer.from(key, "base64")),
    outboxDays: values.SALDO_OUTBOX_DAYS,
    files: filesOf(values),
    logLevel: values.SALDO_LOG_LEVEL ?? null,
    postgresUser: values.SALDO_PG_USER ?? null,
    postgresSettings,
  };
}

function filesOf(values: Values): FilesConfig | null {
  const { SALDO_FILES_URL: url, SALDO_FILES_KEY_ID: keyId, SALDO_FILES_SECRET: secret } = values;
  if (url === undefined || keyId === undefined || secret === undefined) return null;
  return { url, region: values.SALDO_FILES_REGION ?? "us-east-1", keyId, secret };
}

function missing(field: "SALDO_FILES_KEY_ID" | "SALDO_FILES_SECRET"): FieldProblem {
  const { ru, en } = rules[field];
  return { field, code: "setting_missing", texts: { ru, en } };
}

function listOf(text: string | undefined): string[] {
  return (text ?? "").split(/[\s,]+/).filter((one) => one !== "");
}

/** An address, or a network of at least eight fixed bits: nobody means the whole world. */
function isNetwork(text: string): boolean {
  const [address = "", bits] = text.split("/");
  const longest = isIP(address) === 6 ? 128 : 32;
  return (
    isIP(address) !== 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 8 && Number(bits) <= longest))
  );
}

function readPostgresSettings(
  environment: Readonly<NodeJS.ProcessEnv>,
  production: boolean,
  problems: FieldProblem[],
): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(PG_PREFIX) || name === "SALDO_PG_USER" || !value) continue;
    const setting = name.slice(PG_PREFIX.length).toLowerCase();
    settings[setting] = value;
    if (production && DURABLE.includes(setting) && isOff(value)) problems.push(notDurable(name));
  }
  return settings;
}

function notDurable(field: string): FieldProblem {
  return {
    field,
    code: "setting_not_durable",
    texts: {
      ru: "в режиме production нельзя выключать: подтверждённая операция может пропасть",
      en: "may not be off in production mode: an acknowledged operation could be lost",
    },
  };
}

/** PostgreSQL's spellings of a boolean setting that is off: `off`, `false`, `no`, `0` and their beginnings. */
export function isOff(value: string): boolean {
  return /^(of|off|f|fa|fal|fals|false|n|no|0)$/i.test(value.trim());
}

function refuse(problems: readonly FieldProblem[]): never {
  const lines = problems.map(({ field, texts }) => `  ${field}: ${texts.ru} / ${texts.en}`).join("\n");
  throw ConfigRefused({ problems, values: { lines } });
}
