import { z } from "zod";

import { parseMinor } from "../core/money.ts";
import type { LocalDate } from "../core/time.ts";
import { supplierOf } from "../modules/parties/index.ts";
import { TWO_PERSON_ACTS, allCalendars, allRegions, staffRoutes } from "../modules/tenancy/index.ts";
import type { Tx } from "../platform/db.ts";
import { type Route, dateSchema, money, moneySchema, route, textsSchema } from "../platform/http/index.ts";

const regionSchema = z.strictObject({
  code: z.string(),
  name: textsSchema,
  sites: z.array(z.string()),
  currency: z.string(),
  timeZone: z.string(),
  country: z.string(),
  documentAddress: z.string(),
  edm: z.boolean(),
  paymentMethods: z.array(z.string()),
  signUpBonus: z.array(z.strictObject({ group: z.string(), amount: moneySchema, days: z.int() })),
  twoPersonLimits: z
    .array(z.strictObject({ act: z.enum(TWO_PERSON_ACTS), amount: moneySchema }))
    .meta({ description: "what one person does alone, by act" }),
  supplier: z.strictObject({
    name: z.string(),
    fullName: z.string(),
    taxNumber: z.string().nullable(),
    address: z.string(),
    documentNumber: z.string().meta({ description: "how its papers are numbered" }),
  }),
});

const daysSchema = z.array(dateSchema).max(366);
const yearSchema = z.strictObject({ year: z.int(), off: daysSchema, working: daysSchema, short: daysSchema });
const calendarSchema = z.strictObject({
  country: z.string(),
  hours: z.array(z.strictObject({ from: z.int(), to: z.int() })).meta({ description: "minutes after midnight" }),
  years: z.array(yearSchema).meta({ description: "the years that are known; others go by their weekdays" }),
});

/** Who works here; and regions, suppliers and calendars as loaded from the operator's files: to be looked at, changed in the files. */
export function administrationRoutes(parts: Parameters<typeof staffRoutes>[0]): Route[] {
  return [
    ...staffRoutes(parts),
    route({
      method: "GET",
      path: "/v1/office/configuration",
      operationId: "getConfiguration",
      summary: "Regions with their suppliers, and business calendars with the years that they know, as loaded (REG-01)",
      response: z.strictObject({ regions: z.array(regionSchema), calendars: z.array(calendarSchema) }),
      access: { kind: "staff", roles: ["operator"] },
      handler: ({ read }) =>
        read(async (tx) => ({ regions: await regions(tx), calendars: (await allCalendars(tx)).map(calendarShown) })),
    }),
  ];
}

async function regions(tx: Tx): Promise<z.input<typeof regionSchema>[]> {
  const shown: z.input<typeof regionSchema>[] = [];
  for (const region of await allRegions(tx)) {
    const { name, fullName, inn, address, documentNumber } = await supplierOf(tx, region.supplierCode);
    shown.push({
      code: region.regionCode,
      name: region.name,
      sites: [...region.sites],
      currency: region.currency,
      timeZone: region.timeZone,
      country: region.countryCode,
      documentAddress: region.documentAddress,
      edm: region.edmAvailable,
      signUpBonus: region.signUpBonus.map(({ bonusGroup, amount, days }) => ({
        group: bonusGroup,
        amount: money(parseMinor(amount) ?? 0n, region.currency),
        days,
      })),
      twoPersonLimits: TWO_PERSON_ACTS.flatMap((act) => {
        const limit = region.twoPersonLimits[act];
        return limit === undefined ? [] : [{ act, amount: money(parseMinor(limit) ?? 0n, region.currency) }];
      }),
      paymentMethods: region.paymentMethods.map(({ code }) => code),
      supplier: { name, fullName, taxNumber: inn, address, documentNumber },
    });
  }
  return shown;
}

function calendarShown({ countryCode, hours, off, working, short }: Awaited<ReturnType<typeof allCalendars>>[number]) {
  const years = [...new Set([...off, ...working, ...short].map((day) => Number(day.slice(0, 4))))].toSorted(
    (one, other) => one - other,
  );
  const ofYear = (days: readonly string[], year: number) =>
    days.filter((day) => day.startsWith(`${year}-`)) as LocalDate[];
  return {
    country: countryCode,
    hours: hours.map(({ from, to }) => ({ from, to })),
    years: years.map((year) => ({
      year,
      off: ofYear(off, year),
      working: ofYear(working, year),
      short: ofYear(short, year),
    })),
  };
}
