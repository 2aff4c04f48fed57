import type { ProjectId } from "../../core/ids.ts";
import type { Instant } from "../../core/time.ts";
import type { Tx } from "../../platform/db.ts";
import type { SecondFactors } from "../../platform/identity/index.ts";
import type { Welcome } from "./activation.ts";
import type { EndingPorts } from "./ending.ts";
import type { PersonalPorts, SentFiles } from "./personal.ts";
import type { SsoDesk } from "./sso.ts";

/** What routes about people are handed by the composition. */
export interface PeopleParts {
  /** The machine's time, by which links in letters live. */
  readonly machineNow: () => Instant;
  readonly factors: SecondFactors;
  /** Whether staff open nothing of the office before they have a second factor. */
  readonly staffNeedFactor: boolean;
  /** In this process a user's rights and sessions are read anew at once; elsewhere within 5 s (reliability 38). */
  readonly forgetUser: (userId: string) => void;
  /** What it is priced by and who pays for it, which other rooms know; in the transaction that makes the project. */
  readonly equip: (tx: Tx, project: MadeProject) => Promise<void>;
  /** Grants the sign-up bonus, in the transaction that activates services. */
  readonly welcome: Welcome;
  readonly ending: EndingPorts;
  readonly personal: PersonalPorts;
  readonly sentFiles: SentFiles;
  /** What sign-in through companies needs from the world outside. */
  readonly sso: SsoDesk;
}

/** A project that somebody has just opened. */
export interface MadeProject {
  readonly projectId: ProjectId;
  readonly accountId: bigint;
  readonly regionCode: string;
  readonly now: Instant;
}

/** The project of a route that names one, after `access` has let the caller in. */
export function projectOf({ projects }: { readonly projects: readonly ProjectId[] }): ProjectId {
  const [projectId] = projects;
  if (projectId === undefined) throw new Error("a route of a project was let in without one");
  return projectId;
}
