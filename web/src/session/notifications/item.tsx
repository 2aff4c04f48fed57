import { Button, Label } from "@gravity-ui/uikit";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, done, type Notification } from "../../api/fetch.ts";
import { useFormats, useText } from "../../ui/use-formats.ts";
import "./notifications.css";

const THEMES = { info: "info", warning: "warning", critical: "danger" } as const;

/** Marks one as read: the bell and every list follow. */
export function useRead() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (which: { readonly id: string } | { readonly upTo: string }) =>
      done(
        "id" in which
          ? api.POST("/v1/me/notifications/{id}/read", { params: { path: which } })
          : api.POST("/v1/me/notifications/read", { body: which }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["notifications"] }),
  });
}

interface ItemProps {
  readonly item: Notification;
  /** Before the page that answers it is opened. */
  readonly onLeave?: () => void;
}

/** One notification: how urgent, what happened, when, and the page that answers it. */
export function NotificationItem({ item, onLeave }: ItemProps) {
  const { t } = useTranslation();
  const text = useText();
  const router = useRouter();
  // The machine's zone: rows of several regions stand in one list, and each text names the zone of its own times.
  const format = useFormats(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const read = useRead();
  const title = text(item.title);
  const isUnread = item.readAt === null;
  const { href } = item;
  const open = () => {
    if (isUnread) read.mutate({ id: item.id });
    onLeave?.();
    if (href !== null) void router.navigate({ href });
  };
  return (
    <li className={isUnread ? "notification notification_unread" : "notification"}>
      <p className="notification__head">
        {item.severity === "info" ? null : (
          <Label theme={THEMES[item.severity]}>{t(`notifications.severity_${item.severity}`)}</Label>
        )}
        <span className="notification__title">{title}</span>
        {isUnread ? <span className="visually-hidden">{t("notifications.unread")}</span> : null}
      </p>
      <p className="notification__text">{text(item.text)}</p>
      <div className="notification__foot">
        <span className="muted tabular">
          {format.instant(item.at)}
          {item.times > 1 ? `, ${t("notifications.times", { count: item.times })}` : ""}
        </span>
        {href === null ? null : (
          <Button size="m" view="flat" aria-label={t("notifications.openOne", { title })} onClick={open}>
            {t("notifications.open")}
          </Button>
        )}
        {isUnread ? (
          <Button
            size="m"
            view="flat"
            aria-label={t("notifications.readOne", { title })}
            loading={read.isPending}
            onClick={() => read.mutate({ id: item.id })}
          >
            {t("notifications.read")}
          </Button>
        ) : null}
      </div>
    </li>
  );
}
