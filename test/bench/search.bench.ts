import { foundPayers } from "../../src/modules/parties/index.ts";
import { foundProjects } from "../../src/modules/tenancy/index.ts";
import type { Database } from "../../src/platform/db.ts";
import { FIRST, makeBigWorld } from "./big-world.ts";
import { type BenchContext, type BenchResult, bounded, openAsOwner, openBench, percentile } from "./harness.ts";

const PROJECTS = 100_000;
const PAGE = 51;
const ROUNDS = 200;
/** A person who looks for something waits no longer. */
const MOST = { most: 50 };

/** What staff type: words that one name has, that all have, that none has, two letters, an address; each time other ones. */
const SEARCHES: Readonly<Record<string, (round: number) => string>> = {
  "by a rare part of a name": (round) => `№${1 + ((round * 7_919) % PROJECTS)} `,
  "by a part that all names have": () => "проект",
  "by a word of one name in six": () => "магазин",
  "by a part that no name has": (round) => `нет такого ${round}`,
  "by two letters": (round) => ["пр", "ci", "щю", "ъъ"][round % 4] ?? "",
  "by an address": () => "u1@bench.example",
};

/** REG-08, PYR-10: projects and payers by a part of a name among a hundred thousand, the first page and one further on. */
export async function run(context: BenchContext): Promise<BenchResult[]> {
  const database = await worldOf(context.url);
  try {
    const results: BenchResult[] = [];
    for (const [name, wordsOf] of Object.entries(SEARCHES)) {
      const projects = await timesOf((round) =>
        foundProjects(database, {
          words: wordsOf(round),
          projectId: null,
          before: round % 2 === 0 ? null : BigInt(FIRST + PROJECTS / 2),
          limit: PAGE,
        }),
      );
      const payers = await timesOf((round) =>
        foundPayers(database, {
          words: wordsOf(round),
          projectId: null,
          before: round % 2 === 0 ? null : BigInt(PROJECTS / 2),
          limit: PAGE,
        }),
      );
      results.push(bounded(`a project ${name} among ${PROJECTS}, p99`, percentile(projects, 0.99), "ms", MOST));
      results.push(bounded(`a payer ${name} among ${PROJECTS}, p99`, percentile(payers, 0.99), "ms", MOST));
    }
    return results;
  } finally {
    await database.close();
  }
}

async function timesOf(search: (round: number) => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  for (let round = -5; round < ROUNDS; round += 1) {
    const begun = performance.now();
    await search(Math.abs(round));
    if (round >= 0) taken.push(performance.now() - begun);
  }
  return taken.sort((one, other) => one - other);
}

/** Names as people give them: words that many have, and a number of the own. */
async function worldOf(url: string): Promise<Database> {
  const database = openBench(url, 2);
  await makeBigWorld(database, { projects: PROJECTS, fundsMinor: 100 });
  const owner = openAsOwner(url);
  const word = "(array['Сайт', 'Магазин', 'Архив', 'Стенд', 'Backup', 'CI'])[1 + n % 6]";
  await owner.query(
    `update project set name = 'Тень проекта №' || n || ' ' || ${word} from (select project_id as id, project_id - $1 + 1 as n from project) x
      where id = project_id and project_id >= $1`,
    [FIRST],
  );
  await owner.query(
    `insert into payer (account_id, kind, country_code, name, full_name, inn)
     select a.account_id, 'legal_entity', 'RU', 'ООО «Тень проекта №' || n || ' ' || ${word} || '»',
            'Общество с ограниченной ответственностью «Тень проекта №' || n || ' ' || ${word} || '»', lpad(n::text, 10, '7')
       from generate_series(1, $1::int) n, account a where a.region_code = 'moscow'`,
    [PROJECTS],
  );
  await owner.query("vacuum analyze project, payer");
  await owner.close();
  return database;
}
