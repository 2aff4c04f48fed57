import type { English } from "../../english.ts";
import type { administration as texts } from "../../ru/office/administration.ts";

export const administration: English<typeof texts> = {
  staff: {
    title: "Staff",
    lead: "Who works here and as what. Roles are given and taken on the command line: saldo user.",
    empty: "There is no staff",
    person: "Person",
    role: "Role",
    role_document_clerk: "documents",
    role_accountant: "accounting",
    role_support: "support",
    role_partner_manager: "partners",
    role_operator: "operator",
    blocked: "blocked since {{at}} UTC",
  },
  configuration: {
    title: "Configuration",
    lead: "Regions, suppliers and calendars as they were loaded from the files in config. They are changed there and loaded at each start.",
    link: "Regions, suppliers, calendars",
    regions: "Regions and suppliers",
    region: "Region",
    supplier: "Supplier",
    sites: "Sites",
    edm: "electronic documents",
    noEdm: "no electronic documents",
    taxNumber: "tax number {{number}}",
    calendars: "Business calendars",
    year: "Country and year",
    off: "Days off",
    working: "Worked weekends",
    short: "Short days",
  },
};
