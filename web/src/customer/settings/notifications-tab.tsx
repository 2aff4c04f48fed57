import { Button, Checkbox, Label } from "@gravity-ui/uikit";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, done, type NotificationSetting, taken } from "../../api/fetch.ts";
import { ADDRESS_GROUPS, NOTIFICATION_GROUPS } from "../../api/filters.ts";
import { notificationAddressesQuery, notificationSettingsQuery } from "../../api/settings-queries.ts";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { type Done, Refused, Told } from "../../ui/told.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { useProject } from "../projects.ts";
import { Field } from "./field.tsx";

/** NTF-01: what one is told of the project and how; further addresses that get its letters. */
export function NotificationsTab() {
  const { permissions } = useProject();
  return (
    <>
      <OwnSettings />
      {permissions.includes("members.manage") ? <Addresses /> : null}
    </>
  );
}

function OwnSettings() {
  const { t } = useTranslation();
  const { pid } = useProject();
  const settings = useQuery(notificationSettingsQuery(pid));
  return (
    <section className="card settings__card" aria-labelledby="notify-own">
      <h2 className="settings__heading" id="notify-own">
        {t("notify.own")}
      </h2>
      <p className="settings__hint">{t("notify.ownHint")}</p>
      {settings.isPending ? <Loading /> : null}
      {settings.isError ? <ErrorState error={settings.error} onRetry={() => void settings.refetch()} /> : null}
      {NOTIFICATION_GROUPS.map((group) => {
        const items = (settings.data?.items ?? []).filter((item) => item.group === group);
        if (items.length === 0) return null;
        return (
          <div key={group}>
            <h3 className="notify__group">{t(`notifications.group_${group}`)}</h3>
            <ul className="rows">
              {items.map((item) => (
                <Setting key={item.kind} item={item} />
              ))}
            </ul>
          </div>
        );
      })}
    </section>
  );
}

function Setting({ item }: { readonly item: NotificationSetting }) {
  const { t } = useTranslation();
  const text = useText();
  const { pid } = useProject();
  const queryClient = useQueryClient();
  const chosen = useMutation({
    mutationFn: (body: { letter: boolean; console: boolean }) =>
      done(
        api.PUT("/v1/projects/{pid}/notification-settings/{kind}", {
          params: { path: { pid, kind: item.kind } },
          body,
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: notificationSettingsQuery(pid).queryKey }),
  });
  const name = text(item.name);
  const { letter, console } = chosen.isPending ? chosen.variables : item;
  return (
    <li className="rows__row">
      <span className="rows__what">{name}</span>
      <div className="rows__acts">
        <Checkbox
          size="m"
          checked={letter}
          disabled={!item.letterMutable || chosen.isPending}
          controlProps={{ "aria-label": t("notify.letterOf", { name }) }}
          onUpdate={(wanted) => chosen.mutate({ letter: wanted, console })}
        >
          {t("notify.letter")}
        </Checkbox>
        <Checkbox
          size="m"
          checked={console}
          disabled={!item.consoleMutable || chosen.isPending}
          controlProps={{ "aria-label": t("notify.consoleOf", { name }) }}
          onUpdate={(wanted) => chosen.mutate({ letter, console: wanted })}
        >
          {t("notify.console")}
        </Checkbox>
      </div>
      <Refused error={chosen.error} />
    </li>
  );
}

function Addresses() {
  const { t } = useTranslation();
  const { pid, region } = useProject();
  const format = useFormats(region.timeZone);
  const queryClient = useQueryClient();
  const addresses = useQuery(notificationAddressesQuery(pid));
  const [told, setTold] = useState<Done | null>(null);
  const refresh = (text: string) => {
    setTold({ text });
    void queryClient.invalidateQueries({ queryKey: notificationAddressesQuery(pid).queryKey });
  };
  const removed = useMutation({
    mutationFn: ({ id }: { id: string; email: string }) =>
      done(api.DELETE("/v1/projects/{pid}/notification-addresses/{id}", { params: { path: { pid, id } } })),
    onSuccess: (_answer, { email }) => refresh(t("notify.removed", { email })),
  });
  return (
    <section className="card settings__card" aria-labelledby="notify-addresses">
      <h2 className="settings__heading" id="notify-addresses">
        {t("notify.addresses")}
      </h2>
      <p className="settings__hint">{t("notify.addressesHint")}</p>
      <Told done={told} />
      <Refused error={removed.error} />
      <AddForm onAdded={(email) => refresh(t("notify.added", { email }))} />
      {addresses.isError ? <ErrorState error={addresses.error} onRetry={() => void addresses.refetch()} /> : null}
      <ul className="rows" aria-label={t("notify.addresses")}>
        {(addresses.data?.items ?? []).map(({ id, email, groups, addedAt, confirmedAt }) => (
          <li key={id} className="rows__row">
            <span className="rows__what">
              {email}
              <span className="rows__below">
                {groups.map((group) => t(`notifications.group_${group}`)).join(", ")} · {format.instant(addedAt)}
              </span>
            </span>
            <div className="rows__acts">
              <Label theme={confirmedAt === null ? "warning" : "success"}>
                {confirmedAt === null ? t("notify.waits") : t("notify.confirmed")}
              </Label>
              <Button
                aria-label={t("notify.removeOf", { email })}
                loading={removed.isPending && removed.variables.id === id}
                onClick={() => removed.mutate({ id, email })}
              >
                {t("notify.remove")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function AddForm({ onAdded }: { readonly onAdded: (email: string) => void }) {
  const { t } = useTranslation();
  const { pid } = useProject();
  const [email, setEmail] = useState("");
  const [groups, setGroups] = useState<readonly (typeof ADDRESS_GROUPS)[number][]>(ADDRESS_GROUPS);
  const added = useMutation({
    mutationFn: () =>
      taken(
        api.POST("/v1/projects/{pid}/notification-addresses", {
          params: { path: { pid } },
          body: { email: email.trim(), groups: [...groups] },
        }),
      ),
    onSuccess: () => {
      onAdded(email.trim());
      setEmail("");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (email.trim() !== "" && groups.length > 0) added.mutate();
  };
  return (
    <form className="settings__form" onSubmit={submit}>
      <Refused error={added.error} />
      <Field label={t("notify.email")} value={email} onUpdate={setEmail} />
      {ADDRESS_GROUPS.map((group) => (
        <Checkbox
          key={group}
          size="l"
          checked={groups.includes(group)}
          onUpdate={(wanted) =>
            setGroups(ADDRESS_GROUPS.filter((one) => (one === group ? wanted : groups.includes(one))))
          }
        >
          {t(`notifications.group_${group}`)}
        </Checkbox>
      ))}
      <Button
        type="submit"
        view="action"
        size="l"
        loading={added.isPending}
        disabled={email.trim() === "" || groups.length === 0}
      >
        {t("notify.add")}
      </Button>
    </form>
  );
}
