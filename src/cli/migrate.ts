import type { Command } from "./command.ts";

export const migrateCommand: Command = {
  async run(context) {
    const { migrations } = await context.open({ applicationName: "saldo-migrate" });
    return { result: { applied: migrations.applied, total: migrations.total } };
  },
};
