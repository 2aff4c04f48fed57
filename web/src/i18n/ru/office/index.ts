import { company } from "../company.ts";
import { door } from "../door.ts";
import { notifications } from "../notifications.ts";
import { notify } from "../notify.ts";
import { accrualFailures } from "./accrual-failures.ts";
import { act } from "../acts.ts";
import { acts } from "./acts.ts";
import { administration } from "./administration.ts";
import { bankFiles } from "./bank-files.ts";
import { halts } from "./halts.ts";
import { session } from "../session.ts";
import { ui } from "../ui.ts";
import { visit } from "../visit.ts";
import { operations } from "./operations.ts";
import { payers } from "./payers.ts";
import { projects } from "./projects.ts";
import { proposals } from "./proposals.ts";
import { quarantine } from "./quarantine.ts";
import { security } from "./security.ts";
import { requests as sharedRequests } from "../requests.ts";
import { requests } from "./requests.ts";
import { erasures } from "./erasures.ts";
import { shell } from "./shell.ts";
import { signIns } from "./sign-ins.ts";
import { sso } from "./sso.ts";
import { suspense } from "./suspense.ts";
import { tourCard } from "../tour-card.ts";
import { tour } from "./tour.ts";
import { waiting } from "./waiting.ts";

export const office = {
  ...ui,
  ...session,
  ...company,
  ...door,
  ...notifications,
  ...notify,
  ...shell,
  ...bankFiles,
  ...suspense,
  ...tour,
  ...tourCard,
  ...halts,
  ...proposals,
  ...quarantine,
  ...accrualFailures,
  ...operations,
  ...administration,
  ...payers,
  ...projects,
  ...waiting,
  ...security,
  ...act,
  ...visit,
  ...acts,
  ...signIns,
  ...erasures,
  ...sso,
  ...sharedRequests,
  ...requests,
};
