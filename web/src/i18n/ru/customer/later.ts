import { act } from "../acts.ts";
import { visit } from "../visit.ts";
import { acts } from "./acts.ts";
import { paymentInvoices } from "./payment-invoices.ts";
import { profile } from "./profile.ts";
import { requests } from "./requests.ts";
import { settings } from "./settings.ts";

/** What only the pages of settings, of payment invoices, of requests and of the profile need, and a visit of staff: it comes with them (i18n/index.ts). */
export const later = { ...act, ...acts, ...paymentInvoices, ...profile, ...requests, ...settings, ...visit };
