import type { Database } from "../../platform/db.ts";
import { tenantRead } from "../../platform/http/index.ts";
import type { LiveEvent, LiveSource } from "../../platform/live/index.ts";
import { rightsOf, shownNotification, unreadOf } from "./http.ts";
import { NOTIFICATION_CHANNEL, selectLastNo, selectNotificationsAfter } from "./notification-store.ts";

/** Beyond so many the console asks for its list anyway. */
const MOST_TOLD = 20;

/** What open consoles are told: each new notification, and how many are unread. */
export function liveNotifications(database: Database): LiveSource {
  return {
    channel: NOTIFICATION_CHANNEL,
    usersOf: (payload) => payload.split(",").map(BigInt),
    since: (person, after) =>
      tenantRead(database, [{ kind: "user", id: person.userNo }], async (tx) => {
        const { userNo } = person;
        const last = await selectLastNo(tx, userNo);
        const rows =
          after === null || last <= after
            ? []
            : await selectNotificationsAfter(tx, { userNo, rights: rightsOf(person), after, limit: MOST_TOLD });
        const told = rows.map((row): LiveEvent => ({ name: "notification", id: row.no, body: shownNotification(row) }));
        const unread = await unreadOf(tx, person);
        return [...told, { name: "unread", id: last, body: { unread } }];
      }),
  };
}
