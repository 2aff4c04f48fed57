import { funds } from "../modules/balance/index.ts";
import { individualContracts, partiesPersonal } from "../modules/parties/index.ts";
import { notificationsPersonal } from "../modules/notifications/index.ts";
import { requestsPersonal } from "../modules/requests/index.ts";
import { type PersonalPorts, tenancyPersonal } from "../modules/tenancy/index.ts";
import { platformPersonal } from "../platform/personal/index.ts";

/** What every room keeps about people (reliability 65); `test/scenarios/personal-tables.test.ts` holds it against the schema. */
export const PERSONAL: PersonalPorts = {
  tables: [...tenancyPersonal, ...notificationsPersonal, ...requestsPersonal, ...partiesPersonal, ...platformPersonal],
  balances: async (tx, projectIds) => {
    const known = [...(await funds(tx, projectIds))];
    return {
      left: known.flatMap(([projectId, { paymentMinor }]) => (paymentMinor > 0n ? [projectId] : [])),
      owed: known.flatMap(([projectId, { paymentMinor }]) => (paymentMinor < 0n ? [projectId] : [])),
    };
  },
  contracts: individualContracts,
};
