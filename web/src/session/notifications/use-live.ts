import { useToaster } from "@gravity-ui/uikit";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Notification } from "../../api/fetch.ts";
import { bellQuery, meQuery } from "../../api/queries.ts";
import { useMe } from "../me.ts";
import { usePreferences } from "../../ui/preferences.tsx";
import { hearLive } from "./one-connection.ts";

const SHOWN_MS = 5_000;
const THEMES = { info: "info", warning: "warning", critical: "danger" } as const;
/** What an event of a group makes stale beside the notifications. */
const STALE = {
  money: [["balance"], ["me"]],
  documents: [["documents"]],
  people: [["me"], ["members"], ["asked"]],
  operations: [["operations"], ["alarms"]],
  requests: [["requests"], ["request"], ["myWork"], ["cases"], ["case"]],
  security: [],
} as const;

/** Hears what is new while the page is in sight (NTF-01). */
export function useLive(): void {
  const queryClient = useQueryClient();
  const { add } = useToaster();
  const { t } = useTranslation();
  const { language } = usePreferences();
  const visited = useMe().visit !== undefined;
  useEffect(
    () =>
      // What is new is for the one who is signed in.
      visited
        ? undefined
        : hearLive(({ type, data }) => {
            if (type === "refused") {
              void queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
            } else if (type === "unread") {
              const { unread } = JSON.parse(data) as { unread: number };
              const known = queryClient.getQueryData(bellQuery.queryKey);
              if (known && known.unread !== unread) void queryClient.invalidateQueries({ queryKey: ["notifications"] });
            } else {
              const item = JSON.parse(data) as Notification;
              void queryClient.invalidateQueries({ queryKey: ["notifications"] });
              for (const queryKey of STALE[item.group]) void queryClient.invalidateQueries({ queryKey });
              add({
                name: `notification ${item.id}`,
                title: t("notifications.arrived", { title: item.title[language] }),
                theme: THEMES[item.severity],
                autoHiding: SHOWN_MS,
              });
            }
          }),
    [queryClient, add, t, language, visited],
  );
}
