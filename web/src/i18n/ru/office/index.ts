import { session } from "../session.ts";
import { ui } from "../ui.ts";
import { quarantine } from "./quarantine.ts";
import { shell } from "./shell.ts";
import { suspense } from "./suspense.ts";

export const office = { ...ui, ...session, ...shell, ...suspense, ...quarantine };
