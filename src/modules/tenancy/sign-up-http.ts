import { z } from "zod";

import type { Instant } from "../../core/time.ts";
import { formatPid } from "../../core/ids.ts";
import { noAct } from "../../platform/act.ts";
import { type Route, pidSchema, route, textsSchema } from "../../platform/http/index.ts";
import { LinkUnusable, TooManyLetters } from "../../platform/identity/index.ts";
import { WeakPassword } from "../../core/password.ts";
import { passwordReset, userRegistered } from "./acts.ts";
import { alike } from "./alike.ts";
import type { PeopleParts } from "./people-parts.ts";
import { type Region, UnknownSite } from "./region.ts";
import { allRegions } from "./regions.ts";
import { EmailTaken, NotAnEmail } from "./register.ts";
import { askPasswordReset, askRegistration, completeRegistration, registrationOf, resetPassword } from "./sign-up.ts";

const regionSchema = z.object({
  code: z.string(),
  name: textsSchema,
  currency: z.string(),
  timeZone: z.string(),
  country: z.string(),
});
const askBody = z.strictObject({ email: z.string().min(3).max(320), language: z.enum(["ru", "en"]) });
const linkField = z.string().min(1).max(200);
const passwordField = z.string().max(128);
/** 202: whether a letter goes out says nothing about who is registered. */
const ACCEPTED = 202;

/** What happens before anybody is signed in: the site's region, registration, a new password. `machineNow` is for links. */
export function signUpRoutes({ machineNow, equip }: PeopleParts): Route[] {
  return [siteRoute(), ...registrationRoutes(machineNow, equip), ...passwordRoutes(machineNow)];
}

function siteRoute(): Route {
  return route({
    method: "GET",
    path: "/v1/site",
    operationId: "getSite",
    summary: "The region of the site that is asked, and the sites of the other regions (REG-01, REG-02)",
    response: z.object({
      region: regionSchema.nullable(),
      others: z.array(z.object({ region: regionSchema, url: z.string() })),
    }),
    access: { kind: "public" },
    handler: ({ headers, read }) =>
      read(async (tx) => {
        const host = hostOf(headers);
        const regions = await allRegions(tx);
        const own = regions.find(({ sites }) => sites.includes(nameOf(host)));
        const others = regions.filter((region) => region !== own);
        return {
          region: own ? regionShown(own) : null,
          others: others.map((region) => ({ region: regionShown(region), url: siteUrl(region, host) })),
        };
      }),
  });
}

function registrationRoutes(machineNow: () => Instant, equip: PeopleParts["equip"]): Route[] {
  return [
    route({
      method: "POST",
      path: "/v1/registrations",
      operationId: "askRegistration",
      summary: "Sends the letter by which a registration in this site's region goes on (REG-02)",
      body: askBody,
      status: ACCEPTED,
      access: { kind: "public" },
      idempotent: "inherent",
      act: noAct("Nothing is there yet but a letter, whoever asked for it."),
      refusals: [NotAnEmail, UnknownSite, TooManyLetters],
      handler: ({ body, headers, address, now, transaction }) =>
        alike(
          transaction((tx) =>
            askRegistration(tx, { ...body, site: hostOf(headers), address, machineNow: machineNow(), now }),
          ),
        ),
    }),
    route({
      method: "POST",
      path: "/v1/registrations/read",
      operationId: "readRegistration",
      summary: "Whose registration a letter's link ends, and in which region",
      body: z.strictObject({ link: linkField }),
      response: z.object({ email: z.string(), region: regionSchema }),
      access: { kind: "public" },
      idempotent: "inherent",
      act: noAct("Reads what a letter's link stands for."),
      refusals: [LinkUnusable],
      handler: ({ body, transaction }) =>
        transaction(async (tx) => {
          const { email, region } = await registrationOf(tx, body.link, machineNow());
          return { email, region: regionShown(region) };
        }),
    }),
    route({
      method: "POST",
      path: "/v1/registrations/complete",
      operationId: "completeRegistration",
      summary: "Ends a registration by a letter's link: a user, an account, a first project (REG-03)",
      body: z.strictObject({
        link: linkField,
        name: z.string().trim().min(1).max(200),
        password: passwordField,
        language: z.enum(["ru", "en"]),
      }),
      response: z.object({ email: z.string(), pid: pidSchema }),
      status: 201,
      access: { kind: "public" },
      idempotent: "inherent",
      act: userRegistered,
      refusals: [LinkUnusable, WeakPassword, EmailTaken],
      handler: ({ body, now, transaction }) =>
        transaction(async (tx) => {
          const made = await completeRegistration(tx, { ...body, machineNow: machineNow(), now });
          await equip(tx, { ...made, regionCode: made.region.regionCode, now });
          return { email: made.email, pid: formatPid(made.projectId) };
        }),
    }),
  ];
}

function passwordRoutes(machineNow: () => Instant): Route[] {
  return [
    route({
      method: "POST",
      path: "/v1/password-resets",
      operationId: "askPasswordReset",
      summary: "Sends a link by which to set a new password, where somebody signs in with the address",
      body: askBody,
      status: ACCEPTED,
      access: { kind: "public" },
      idempotent: "inherent",
      act: noAct("Nothing changes yet: a letter goes to the address's owner."),
      refusals: [NotAnEmail, TooManyLetters],
      handler: ({ body, headers, address, now, transaction }) =>
        alike(
          transaction((tx) =>
            askPasswordReset(tx, { ...body, site: hostOf(headers), address, machineNow: machineNow(), now }),
          ),
        ),
    }),
    route({
      method: "POST",
      path: "/v1/password-resets/complete",
      operationId: "resetPassword",
      summary: "Sets a new password by a letter's link; every session ends",
      body: z.strictObject({ link: linkField, password: passwordField }),
      response: z.object({ email: z.string() }),
      access: { kind: "public" },
      idempotent: "inherent",
      act: passwordReset,
      refusals: [LinkUnusable, WeakPassword],
      handler: ({ body, now, transaction }) =>
        transaction(async (tx) => {
          const { email } = await resetPassword(tx, { ...body, machineNow: machineNow(), now });
          return { email };
        }),
    }),
  ];
}

function regionShown({ regionCode: code, name, currency, timeZone, countryCode: country }: Region) {
  return { code, name, currency, timeZone, country };
}

/** The host name that was asked, with its port. */
export function hostOf(headers: Readonly<Record<string, string | readonly string[] | undefined>>): string {
  return [headers["host"]].flat()[0] ?? "";
}

function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, "");
}

/** Another region's site of the same kind: from one's own machine a local name, with the same port. */
function siteUrl({ sites }: Region, host: string): string {
  const isLocal = !nameOf(host).includes(".") || nameOf(host).endsWith("localhost") || /^[\d.]+$/.test(nameOf(host));
  const site = sites.find((one) => one.endsWith("localhost") === isLocal) ?? sites[0] ?? "";
  return `//${site}${/:\d+$/.exec(host)?.[0] ?? ""}`;
}
