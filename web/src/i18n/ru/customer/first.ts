import { notifications } from "../notifications.ts";
import { session } from "../session.ts";
import { ui } from "../ui.ts";
import { balance } from "./balance.ts";
import { overview } from "./overview.ts";
import { shell } from "./shell.ts";

/** What the first page needs, and most others. */
export const first = {
  ...ui,
  ...session,
  ...notifications,
  ...shell,
  ...overview,
  ...balance,
};
