import { parseDocument } from "yaml";
import { z } from "zod";

import { type FieldProblem } from "../../core/errors.ts";
import {
  type IdentifierProblem,
  checkBik,
  checkCorrespondentAccount,
  checkInn,
  checkKazakhBik,
  checkKazakhIban,
  checkKazakhNumber,
  checkKpp,
  checkOgrn,
  checkSettlementAccount,
} from "../../core/identifiers.ts";
import { fieldProblems } from "../../platform/http/index.ts";
import { TWO_PERSON_ACTS } from "../tenancy/index.ts";

/** A file as the operator keeps it; `path` is only for messages. */
export interface ReferenceFile {
  readonly path: string;
  readonly text: string;
}

const text = z.string().min(1).max(500);
const code = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/);
const country = z.string().regex(/^[A-Z]{2}$/);
const texts = z.strictObject({ ru: text, en: text });
const day = z.iso.date();
const email = z.email().max(254);

const says = (ru: string, en: string) => ({ params: { code: "not_valid", texts: { ru, en } } });

/** Amounts everywhere have two minor digits (core/money.ts): another currency cannot be booked. */
const currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .refine(
    hasTwoMinorDigits,
    says("Валюта ISO 4217 с двумя знаками после запятой", "An ISO 4217 currency with two minor digits"),
  );

const zone = z.string().refine(isZone, says("Часовой пояс из базы IANA", "A time zone of the IANA database"));

const site = z.string().regex(/^[a-z0-9.-]{1,253}$/);

const paymentMethod = z.strictObject({
  code,
  minimum: z.string().regex(/^\d{1,12}\.\d{2}$/),
  recommended_for: z.array(z.enum(["individual", "sole_proprietor", "legal_entity"])).default([]),
  on_request: z.boolean().default(false),
});

const regionSchema = z.strictObject({
  code,
  name: texts,
  sites: z.array(site).min(1),
  currency,
  time_zone: zone,
  supplier: code,
  country,
  document_address: email,
  payment_methods: z.array(paymentMethod).min(1),
  edm_available: z.boolean(),
  bonus_group: code.nullable().default(null),
  sign_up_bonus: z
    .array(
      z.strictObject({
        group: code,
        amount: z.string().regex(/^\d{1,12}\.\d{2}$/),
        days: z.int().min(1).max(3_660),
      }),
    )
    .default([]),
  two_person_limits: z.partialRecord(z.enum(TWO_PERSON_ACTS), z.string().regex(/^\d{1,12}\.\d{2}$/)).default({}),
});

const bankSchema = z.strictObject({
  name: text,
  bic: text,
  account: text,
  correspondent_account: text.nullable().default(null),
  currency,
  beneficiary_code: z
    .string()
    .regex(/^\d{2}$/)
    .nullable()
    .default(null),
});

/** No "/": it stands before a line's number. The kind is part of the prefix, and numbers begin anew each year. */
const documentNumber = z
  .string()
  .regex(/^(?:[\p{L}\d.-]|\{(?:prefix|number|yy|yyyy)\}){1,40}$/u)
  .refine(
    (pattern) =>
      ["{prefix}", "{number}"].every((part) => pattern.split(part).length === 2) && /\{yy(?:yy)?\}/.test(pattern),
    says(
      "Номер содержит {prefix}, {number} и год: {yy} или {yyyy}",
      "The number contains {prefix}, {number} and the year: {yy} or {yyyy}",
    ),
  )
  .default("{prefix}-{yy}-{number}");

const authoritySchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("signature") }),
  z.strictObject({ kind: z.literal("electronic_power"), number: text, issuedOn: day, registry: text }),
  z.strictObject({ kind: z.literal("paper_power"), number: text, issuedOn: day }),
]);

const signerSchema = z.strictObject({
  role: z.enum(["head", "accountant", "responsible"]),
  full_name: z.strictObject({ surname: text, name: text, patronymic: text.nullable().default(null) }),
  position: text,
  authority: authoritySchema,
});

const supplierSchema = z
  .strictObject({
    code,
    name: text,
    full_name: text,
    country,
    inn: text.nullable().default(null),
    kpp: text.nullable().default(null),
    ogrn: text.nullable().default(null),
    address: text,
    bank: z.array(bankSchema).min(1),
    signers: z.array(signerSchema).min(1),
    edm_id: text.nullable().default(null),
    document_prefix: z.string().regex(/^[A-ZА-Я0-9]{1,8}$/),
    document_number: documentNumber,
  })
  .superRefine((supplier, context) => {
    for (const { path, problem } of wrongNumbers(supplier)) {
      context.addIssue({ code: "custom", path, params: { code: problem.code, texts: problem.texts } });
    }
  });

const taxSchema = z.strictObject({
  country,
  from: day,
  to: day.nullable().default(null),
  rate: z.string().regex(/^\d{1,2}(\.\d{1,2})?$/),
});

const fileSchema = z.strictObject({
  regions: z.array(regionSchema).default([]),
  suppliers: z.array(supplierSchema).default([]),
  taxes: z.array(taxSchema).default([]),
});

export type ReferenceContent = z.output<typeof fileSchema>;

/** The content of a file, or what is wrong with it: each problem names the file and the place in it. */
export function parseReferenceFile(
  file: ReferenceFile,
): { content: ReferenceContent } | { problems: readonly FieldProblem[] } {
  const document = parseDocument(file.text, { uniqueKeys: true });
  const [broken] = document.errors;
  if (broken) {
    const texts = { ru: `YAML не разобрать: ${broken.message}`, en: `The YAML cannot be parsed: ${broken.message}` };
    return { problems: [{ field: file.path, code: "not_yaml", texts }] };
  }
  const value: unknown = document.toJS() ?? {};
  const parsed = fileSchema.safeParse(value);
  if (parsed.success) return { content: parsed.data };
  return {
    problems: fieldProblems(fileSchema, value).map((problem) => ({
      ...problem,
      field: `${file.path}: ${problem.field}`,
    })),
  };
}

interface WrongNumber {
  readonly path: (string | number)[];
  readonly problem: IdentifierProblem;
}

interface SupplierNumbers {
  readonly country: string;
  readonly inn: string | null;
  readonly kpp: string | null;
  readonly ogrn: string | null;
  readonly bank: readonly {
    readonly bic: string;
    readonly account: string;
    readonly correspondent_account: string | null;
  }[];
}

/** Check digits where we know the country's rules; a supplier of another country is taken as it stands. */
function wrongNumbers(supplier: SupplierNumbers): WrongNumber[] {
  const checks: [(string | number)[], IdentifierProblem | null][] = [];
  if (supplier.country === "RU") {
    checks.push(
      [["inn"], checkInn(supplier.inn ?? "")],
      [["ogrn"], checkOgrn(supplier.ogrn ?? "")],
      [["kpp"], checkKpp(supplier.kpp ?? "")],
    );
    supplier.bank.forEach(({ bic, account, correspondent_account }, index) => {
      checks.push(
        [["bank", index, "bic"], checkBik(bic)],
        [["bank", index, "account"], checkSettlementAccount(account, bic)],
      );
      checks.push([
        ["bank", index, "correspondent_account"],
        checkCorrespondentAccount(correspondent_account ?? "", bic),
      ]);
    });
  }
  if (supplier.country === "KZ") {
    checks.push([["inn"], checkKazakhNumber(supplier.inn ?? "")]);
    supplier.bank.forEach(({ bic, account }, index) => {
      checks.push(
        [["bank", index, "bic"], checkKazakhBik(bic)],
        [["bank", index, "account"], checkKazakhIban(account)],
      );
    });
  }
  return checks.flatMap(([path, problem]) => (problem ? [{ path, problem }] : []));
}

function hasTwoMinorDigits(text: string): boolean {
  try {
    return (
      new Intl.NumberFormat("en", { style: "currency", currency: text }).resolvedOptions().maximumFractionDigits === 2
    );
  } catch {
    return false;
  }
}

function isZone(text: string): boolean {
  try {
    return (
      new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone.length > 0 && text.includes("/")
    );
  } catch {
    return false;
  }
}
