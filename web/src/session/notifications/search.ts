import { NOTIFICATION_GROUPS, type NotificationFilter, SEVERITIES } from "../../api/filters.ts";

/** The filter in the address; whatever is malformed is undefined. */
export function notificationsSearch(raw: Record<string, unknown>): NotificationFilter {
  return {
    group: NOTIFICATION_GROUPS.find((group) => group === raw["group"]),
    severity: SEVERITIES.find((severity) => severity === raw["severity"]),
    unread: raw["unread"] === true || raw["unread"] === "true" ? true : undefined,
  };
}
