export { type PaymentScheme, paymentScheme } from "./scheme.ts";
