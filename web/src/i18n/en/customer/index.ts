import { session } from "../session.ts";
import { ui } from "../ui.ts";
import { balance } from "./balance.ts";
import { documents } from "./documents.ts";
import { paymentInvoices } from "./payment-invoices.ts";
import { shell } from "./shell.ts";

export const customer = { ...ui, ...session, ...shell, ...balance, ...paymentInvoices, ...documents };
