import { act } from "../acts.ts";
import { company } from "../company.ts";
import { door } from "../door.ts";
import { notify } from "../notify.ts";
import { tourCard } from "../tour-card.ts";
import { visit } from "../visit.ts";
import { acts } from "./acts.ts";
import { asked } from "./asked.ts";
import { documents } from "./documents.ts";
import { help } from "./help.ts";
import { paymentInvoices } from "./payment-invoices.ts";
import { profile } from "./profile.ts";
import { requests } from "./requests.ts";
import { settings } from "./settings.ts";
import { tour } from "./tour.ts";

/** What only some pages need (help, the tour, settings, documents, payment invoices, requests, profile, the door, a visit of staff): it comes with them (i18n/index.ts). */
export const later = {
  ...act,
  ...acts,
  ...asked,
  ...company,
  ...documents,
  ...help,
  ...door,
  ...notify,
  ...paymentInvoices,
  ...profile,
  ...requests,
  ...settings,
  ...tour,
  ...tourCard,
  ...visit,
};
