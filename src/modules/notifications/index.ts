export { letters, noteDelivered, noteFailed } from "./letters.ts";
