import { z } from "zod";

import { formatInstant } from "../../core/time.ts";
import {
  type Route,
  cursorQuery,
  idInCursor,
  idSchema,
  instantSchema,
  limitQuery,
  nextCursorSchema,
  pageOf,
  route,
} from "../http/index.ts";
import { ALARM_SEVERITIES } from "./alarm.ts";
import { type RaisedAlarm, selectRaised } from "./store.ts";

const alarmSchema = z
  .strictObject({
    id: idSchema,
    alarm: z.string().meta({ description: "Its code; of another version perhaps" }),
    subject: z.string().meta({ description: "Which automation, destination, month; empty where there is but one" }),
    severity: z.enum(ALARM_SEVERITIES),
    begunAt: instantSchema,
    resumedAt: instantSchema.meta({ description: "When it came back for the last time" }),
    endedAt: instantSchema.nullable(),
    times: z.int().meta({ description: "How often it came, each time within an hour of its end" }),
    count: z.int().meta({ description: "How many it was of when it was last seen" }),
    toldAt: instantSchema
      .nullable()
      .meta({ description: "When people were last told; null: it did not last long enough" }),
  })
  .meta({ id: "RaisedAlarm" });

/** What waited for a person and since when: open and past (reliability 69). */
export function alarmRoutes(): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/office/alarms",
      operationId: "listAlarms",
      summary: "Alarms as they were raised, the newest first, with their beginning and end (reliability 69)",
      query: z.strictObject({ show: z.enum(["all", "open"]).default("all"), cursor: cursorQuery, limit: limitQuery }),
      response: z.strictObject({ items: z.array(alarmSchema), nextCursor: nextCursorSchema }),
      access: { kind: "staff", roles: ["operator"] },
      handler: async ({ query, read }) => {
        const { show, cursor, limit } = query;
        const asked = { open: show === "open", before: idInCursor(cursor), limit: limit + 1 };
        return pageOf(await read((tx) => selectRaised(tx, asked)), limit, ({ alarmId }) => alarmId, shown);
      },
    }),
  ];
}

function shown({ alarmId, alarm, subject, severity, times, count, ...at }: RaisedAlarm): z.input<typeof alarmSchema> {
  return {
    id: alarmId.toString(),
    alarm,
    subject,
    severity,
    begunAt: formatInstant(at.begunAt),
    resumedAt: formatInstant(at.resumedAt),
    endedAt: at.endedAt === null ? null : formatInstant(at.endedAt),
    times,
    count: Number(count),
    toldAt: at.toldAt === null ? null : formatInstant(at.toldAt),
  };
}
