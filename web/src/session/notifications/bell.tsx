import { Bell as BellPicture } from "@gravity-ui/icons";
import { Button, Icon, Popup } from "@gravity-ui/uikit";
import { useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { bellQuery } from "../../api/queries.ts";
import { DialogName } from "../../ui/dialog-name.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { NotificationItem, useRead } from "./item.tsx";
import "./notifications.css";

/** Beyond it the server counts no further. */
const MOST_COUNTED = 100;

/** NTF-01: how many notifications are unread; pressed, the newest of them and the way to all. */
export function Bell() {
  const { t } = useTranslation();
  const { data } = useQuery(bellQuery);
  const [open, setOpen] = useState(false);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const unread = data?.unread ?? 0;
  const label = unread > 0 ? t("notifications.bellUnread", { count: unread }) : t("notifications.bell");
  return (
    <div className="bell">
      <Button
        ref={setAnchor}
        view="flat"
        size="l"
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon data={BellPicture} />
      </Button>
      {unread > 0 ? (
        <span className="bell__count" aria-hidden="true">
          {unread >= MOST_COUNTED ? `${MOST_COUNTED - 1}+` : unread}
        </span>
      ) : null}
      <Popup open={open} anchorElement={anchor} placement={["bottom-end", "bottom"]} onOpenChange={setOpen} modal>
        <DialogName name={t("notifications.latest")} />
        <Panel onLeave={() => setOpen(false)} />
      </Popup>
    </div>
  );
}

function Panel({ onLeave }: { readonly onLeave: () => void }) {
  const { t } = useTranslation();
  const { data } = useQuery(bellQuery);
  const read = useRead();
  const navigate = useNavigate();
  const all = useListAddress();
  const items = data?.items ?? [];
  const newest = items[0]?.id;
  return (
    <div className="bell__panel">
      <div className="bell__head">
        <h2 className="bell__title">{t("notifications.latest")}</h2>
        {newest !== undefined && (data?.unread ?? 0) > 0 ? (
          <Button view="flat" loading={read.isPending} onClick={() => read.mutate({ upTo: newest })}>
            {t("notifications.readAll")}
          </Button>
        ) : null}
      </div>
      {items.length === 0 ? (
        <EmptyState icon={BellPicture} title={t("notifications.empty")} hint={t("notifications.emptyHint")} />
      ) : (
        <ul className="notifications">
          {items.map((item) => (
            <NotificationItem key={item.id} item={item} onLeave={onLeave} />
          ))}
        </ul>
      )}
      {all === null ? null : (
        <div className="bell__foot">
          <Button
            view="normal"
            size="l"
            onClick={() => {
              onLeave();
              void navigate({ href: all });
            }}
          >
            {t("notifications.all")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Where the list stands in this console: beside the project that is open, or in the office. Null where neither is. */
function useListAddress(): string | null {
  const { pathname } = useLocation();
  if (pathname.startsWith("/office")) return "/office/notifications";
  const project = /^\/projects\/[^/]+/.exec(pathname)?.[0];
  return project === undefined ? null : `${project}/notifications`;
}
