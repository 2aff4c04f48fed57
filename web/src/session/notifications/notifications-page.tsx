import { Bell } from "@gravity-ui/icons";
import { Button, Select } from "@gravity-ui/uikit";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { NOTIFICATION_GROUPS, type NotificationFilter, SEVERITIES } from "../../api/filters.ts";
import { meQuery, notificationsQuery } from "../../api/queries.ts";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { NotificationItem, useRead } from "./item.tsx";
import { notificationsSearch } from "./search.ts";
import "../../ui/filters.css";
import "./notifications.css";

/** NTF-01: all that one was told, filtered in the address; read one by one, or all that is listed. */
export function NotificationsPage() {
  const { t } = useTranslation();
  const filter = notificationsSearch(useSearch({ strict: false }));
  const list = useInfiniteQuery({ ...notificationsQuery(filter), placeholderData: keepPreviousData });
  const read = useRead();
  const first = list.data?.pages[0];
  const newest = first?.items[0]?.id;
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const empty = (
    <EmptyState
      icon={Bell}
      title={isFiltered ? t("notifications.emptyFiltered") : t("notifications.empty")}
      hint={t("notifications.emptyHint")}
    />
  );
  const readAll =
    !isFiltered && newest !== undefined && (first?.unread ?? 0) > 0 ? (
      <Button size="l" loading={read.isPending} onClick={() => read.mutate({ upTo: newest })}>
        {t("notifications.readAll")}
      </Button>
    ) : null;
  return (
    <Page title={t("notifications.title")} lead={t("notifications.lead")} aside={readAll}>
      <Filters filter={filter} />
      <PagedList list={list} empty={empty}>
        {(pages) => (
          <ul className="notifications" aria-label={t("notifications.title")}>
            {pages
              .flatMap(({ items }) => items)
              .map((item) => (
                <NotificationItem key={item.id} item={item} />
              ))}
          </ul>
        )}
      </PagedList>
    </Page>
  );
}

function Filters({ filter }: { readonly filter: NotificationFilter }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: me } = useQuery(meQuery);
  // How the platform does is for who works here.
  const groups = NOTIFICATION_GROUPS.filter((group) => group !== "operations" || Boolean(me?.staffRole));
  const change = (part: NotificationFilter) =>
    void navigate({ to: ".", search: { ...filter, ...part } as never, replace: true });
  return (
    <div className="filters" role="group" aria-label={t("filter.label")}>
      <Select<string>
        aria-label={t("notifications.state")}
        label={t("notifications.state")}
        size="l"
        value={[filter.unread ? "unread" : "all"]}
        options={[
          { value: "all", content: t("notifications.stateAll") },
          { value: "unread", content: t("notifications.stateUnread") },
        ]}
        onUpdate={([chosen]) => change({ unread: chosen === "unread" ? true : undefined })}
      />
      <Select<string>
        aria-label={t("notifications.group")}
        label={t("notifications.group")}
        size="l"
        value={[filter.group ?? "all"]}
        options={[
          { value: "all", content: t("notifications.groupAll") },
          ...groups.map((group) => ({
            value: group as string,
            content: t(`notifications.group_${group}`),
          })),
        ]}
        onUpdate={([chosen]) => change({ group: NOTIFICATION_GROUPS.find((group) => group === chosen) })}
      />
      <Select<string>
        aria-label={t("notifications.severity")}
        label={t("notifications.severity")}
        size="l"
        value={[filter.severity ?? "all"]}
        options={[
          { value: "all", content: t("notifications.severityAll") },
          ...SEVERITIES.map((one) => ({ value: one as string, content: t(`notifications.severity_${one}`) })),
        ]}
        onUpdate={([chosen]) => change({ severity: SEVERITIES.find((one) => one === chosen) })}
      />
    </div>
  );
}
