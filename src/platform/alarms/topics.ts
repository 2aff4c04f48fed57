import { z } from "zod";

import { defineTopic, idField, instantField } from "../outbox/index.ts";
import { ALARMS, ALARM_SEVERITIES } from "./alarm.ts";

/** To one of the staff: something waits for a person since then. That it is over is told in the console alone. */
export const alarmNotice = defineTopic({
  name: "alarm.notice",
  destination: "mail",
  subject: "user",
  ordered: false,
  console: true,
  payload: z.strictObject({
    notice: z.enum(["begun", "ended"]),
    alarm: z.enum(ALARMS),
    /** Which automation, destination, month; empty where there is but one. */
    about: z.string().max(200),
    severity: z.enum(ALARM_SEVERITIES),
    since: instantField,
    /** When it ended; of one that goes on, since when it came back this time. */
    at: instantField,
    count: idField,
    times: z.int(),
  }),
});
