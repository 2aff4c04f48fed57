import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const generated = ["**/node_modules/**", "**/dist/**", "**/.saldo/**"];
const cluster = "test/support/cluster.ts";

/** Few tests that take minutes: begun last, they would be all that runs in the end. */
const LONG = /test\/(chaos|scenarios\/(migration-killed|extremes|fuzz|life)|browser\/console)/;

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => Number(LONG.test(b.moduleId)) - Number(LONG.test(a.moduleId)));
  }
}

/** Puts a kind of document among those that there are: whoever came after it in the same process would find it there. */
const APART = "test/scenarios/new-document-kind.test.ts";

/**
 * In a process, files follow each other with what they have loaded: loading all of it for each takes a fifth of the time. Each has
 * its own database, and nothing else that lasts may be changed by one (apart: what does).
 * unit: pure, no database. db: one room on a database of the file's own. scenario: several rooms, the whole flow. browser: the consoles.
 */
export default defineConfig({
  test: {
    reporters: ["default"],
    sequence: { sequencer: LongFirst },
    projects: [
      {
        test: {
          name: "unit",
          isolate: false,
          include: ["{src,web,tools,test,bin}/**/*.test.{ts,tsx}"],
          exclude: [...generated, "**/*.db.test.ts", "test/{scenarios,chaos,browser}/**"],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "db",
          isolate: false,
          include: ["{src,tools,test}/**/*.db.test.ts"],
          exclude: [...generated, "test/{scenarios,chaos,browser}/**"],
          globalSetup: cluster,
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "scenario",
          isolate: false,
          include: ["test/{scenarios,chaos}/**/*.test.ts"],
          exclude: [...generated, APART],
          globalSetup: cluster,
          maxWorkers: 2,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "apart",
          include: [APART],
          globalSetup: cluster,
          maxWorkers: 2,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "browser",
          isolate: false,
          include: ["test/browser/**/*.test.ts"],
          exclude: generated,
          globalSetup: cluster,
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
