import type { ProjectId } from "../../core/ids.ts";
import { DAY, type Instant, addDays, dateOf } from "../../core/time.ts";
import { plusWorking } from "../../core/working-time.ts";
import type { Database } from "../../platform/db.ts";
import type { Job } from "../../platform/jobs/index.ts";
import { type FreezeOutlook, funds, warnOfFreeze, warnedProjects } from "../balance/index.ts";
import { paymentScheme } from "../parties/index.ts";
import { type Region, calendarOf, regionOf } from "../tenancy/index.ts";
import { type AwakeProject, awakeProjects, chargedOn, dailyCost } from "../usage/index.ts";
import { balanceViews } from "./balance-view.ts";
import { runsOut } from "./forecast.ts";

const PAGE = 2_000;
/** A transfer takes three banking days (NTF-02), of eight hours. */
const TRANSFER_MINUTES = 3 * 8 * 60;
/** What a project cost yesterday says roughly what it will cost: who may last twice as long is looked at closely. */
const ROUGHLY = 2n;

/** NTF-02: looks every hour which projects will freeze soon, and has their people told. */
export function reportJobs(): Job[] {
  return [
    {
      kind: "recurring",
      name: "reports.freeze_watch",
      clock: "business",
      everyMs: 3_600_000,
      workers: "one",
      async run({ database, now, stop }) {
        let after = 0n as ProjectId;
        for (;;) {
          const page = await awakeProjects(database, after, PAGE);
          for (const [regionCode, own] of Map.groupBy(page, (one) => one.regionCode)) {
            await watch(database, await regionOf(database, regionCode), own, now);
          }
          const last = page.at(-1);
          if (!last || page.length < PAGE || stop.aborted) return false;
          after = last.projectId;
        }
      },
    },
  ];
}

/** Of many projects only those are forecast that may freeze soon by what they cost yesterday and today. */
async function watch(
  database: Database,
  region: Region,
  projects: readonly AwakeProject[],
  now: Instant,
): Promise<void> {
  const ids = projects.map(({ projectId }) => projectId);
  const calendar = await calendarOf(database, region.countryCode);
  const transferBy = plusWorking(calendar, region.timeZone, now, TRANSFER_MINUTES);
  const days = BigInt(Math.ceil((transferBy - now) / DAY) + 1) * ROUGHLY;
  const money = await funds(database, ids);
  const yesterday = await chargedOn(database, ids, addDays(dateOf(now, region.timeZone), -1));
  const warned = await warnedProjects(database, ids);
  const near = projects.filter(({ projectId, slackMinor }) => {
    const own = money.get(projectId);
    if (!own || own.frozenAt !== null || own.paymentMinor < 0n) return false;
    const today = own.paymentMinor - slackMinor;
    const before = yesterday.get(projectId) ?? 0n;
    return warned.has(projectId) || own.paymentMinor <= (today > before ? today : before) * days;
  });
  const outlooks = await forecast(
    database,
    near.map(({ projectId }) => projectId),
    transferBy,
    now,
  );
  if (outlooks.length > 0) await database.transaction((tx) => warnOfFreeze(tx, outlooks, now));
}

async function forecast(
  database: Database,
  projectIds: readonly ProjectId[],
  transferBy: Instant,
  now: Instant,
): Promise<FreezeOutlook[]> {
  const schemes = await paymentScheme(database, projectIds, now);
  const prepaid = projectIds.filter((projectId) => schemes.get(projectId) !== "postpaid");
  const views = await balanceViews(database, prepaid, now);
  const outlooks: FreezeOutlook[] = [];
  for (const [projectId, view] of views) {
    const runsOutAt = runsOut(view, await dailyCost(database, projectId, now), now);
    // Below zero by what is not posted yet: the freeze itself is told within the minute.
    if (view.paymentMinor >= 0n) outlooks.push({ projectId, runsOutAt, transferBy, paymentMinor: view.paymentMinor });
  }
  return outlooks;
}
