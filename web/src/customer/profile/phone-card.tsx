import { Button, Link } from "@gravity-ui/uikit";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { normalPhone } from "../../../../src/core/phone.ts";
import { api, done, taken } from "../../api/fetch.ts";
import { phoneQuery } from "../../api/profile-queries.ts";
import { useMe } from "../../session/me.ts";
import { TextField } from "../../session/sign-up/fields.tsx";
import { Loading } from "../../ui/states.tsx";
import { type Done, Refused, Told } from "../../ui/told.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { firstProject } from "../projects.ts";
import { useZone } from "./use-zone.ts";

/** REG-09: the telephone, linked by a code; another one when the old number agrees. */
export function PhoneCard() {
  const { t } = useTranslation();
  const format = useFormats(useZone());
  const phone = useQuery(phoneQuery);
  const [told, setTold] = useState<Done | null>(null);
  const [again, setAgain] = useState(false);
  const { linked = null, waiting = null } = phone.data ?? {};
  return (
    <section className="card settings__card" aria-labelledby="own-phone">
      <h2 className="settings__heading" id="own-phone">
        {t("profile.phone")}
      </h2>
      <Told done={told} />
      {phone.isPending ? <Loading rows={1} /> : null}
      <Refused error={phone.error} />
      {phone.data ? (
        <p className="settings__hint">
          {linked
            ? t("profile.phoneLinked", { phone: linked.phone, at: format.instant(linked.linkedAt) })
            : t("profile.phoneNone")}
        </p>
      ) : null}
      {phone.data && waiting && !again ? (
        <CodeForm
          {...waiting}
          onLinked={(number) => setTold({ text: t("profile.phoneDone", { phone: number }) })}
          onOther={() => setAgain(true)}
        />
      ) : null}
      {phone.data && (!waiting || again) ? (
        <NumberForm
          label={t(linked ? "profile.phoneNew" : "profile.phoneNumber")}
          onSent={() => {
            setTold(null);
            setAgain(false);
          }}
        />
      ) : null}
    </section>
  );
}

function NumberForm({ label, onSent }: { readonly label: string; readonly onSent: () => void }) {
  const { t } = useTranslation();
  const { projects } = useMe();
  const [number, setNumber] = useState("");
  const [checked, setChecked] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const refresh = useRefresh();
  const wrong = normalPhone(number) === null;
  const ask = useMutation({
    mutationFn: () => done(api.POST("/v1/me/phone", { body: { phone: number.trim() } })),
    onSuccess: async () => {
      await refresh();
      onSent();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (wrong) return field.current?.focus();
    ask.mutate();
  };
  const project = firstProject(projects);
  return (
    <form className="profile__form" onSubmit={submit} noValidate>
      <TextField
        label={label}
        name="phone"
        type="tel"
        autoComplete="tel"
        controlRef={field}
        value={number}
        onUpdate={setNumber}
        error={checked && wrong ? t("profile.phoneInvalid") : null}
      />
      <p className="profile__line door__hint">{t("profile.phoneHint")}</p>
      {project?.permissions.includes("requests.create") ? (
        <Link href={`/projects/${project.pid}/requests/new?kind=foreign_phone`}>{t("profile.phoneRequest")}</Link>
      ) : null}
      <Refused error={ask.error} />
      <div>
        <Button type="submit" size="l" loading={ask.isPending}>
          {t("profile.phoneSend")}
        </Button>
      </div>
    </form>
  );
}

interface CodeFormProps {
  readonly phone: string;
  readonly oldPhone: string | null;
  readonly expiresAt: string;
  readonly onLinked: (phone: string) => void;
  readonly onOther: () => void;
}

function CodeForm({ phone, oldPhone, expiresAt, onLinked, onOther }: CodeFormProps) {
  const { t } = useTranslation();
  const format = useFormats(useZone());
  const [code, setCode] = useState("");
  const [oldCode, setOldCode] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const oldField = useRef<HTMLInputElement>(null);
  const refresh = useRefresh();
  const confirm = useMutation({
    mutationFn: () =>
      taken(api.POST("/v1/me/phone/confirm", { body: { code, ...(oldPhone === null ? {} : { oldCode }) } })),
    onSuccess: async (answer) => {
      onLinked(answer.phone);
      await refresh();
    },
  });
  const again = useMutation({
    mutationFn: () => done(api.POST("/v1/me/phone", { body: { phone } })),
    onSuccess: refresh,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() === "") return field.current?.focus();
    if (oldPhone !== null && oldCode.trim() === "") return oldField.current?.focus();
    confirm.mutate();
  };
  const typed = { autoComplete: "one-time-code", inputMode: "numeric" as const, error: null };
  return (
    <form className="profile__form" onSubmit={submit} noValidate>
      <p role="status" className="profile__line">
        {t("profile.phoneWaits", { phone, at: format.instant(expiresAt) })}
      </p>
      <TextField
        {...typed}
        label={t("profile.phoneCode")}
        name="code"
        controlRef={field}
        value={code}
        onUpdate={setCode}
      />
      {oldPhone === null ? null : (
        <TextField
          {...typed}
          label={t("profile.phoneOldCode", { phone: oldPhone })}
          name="old-code"
          controlRef={oldField}
          value={oldCode}
          onUpdate={setOldCode}
        />
      )}
      <Refused error={confirm.error ?? again.error} />
      <div className="rows__acts profile__acts">
        <Button type="submit" view="action" size="l" loading={confirm.isPending}>
          {t("profile.phoneConfirm")}
        </Button>
        <Button size="l" loading={again.isPending} onClick={() => again.mutate()}>
          {t("profile.phoneAgain")}
        </Button>
        <Button view="flat" size="l" onClick={onOther}>
          {t("profile.phoneOther")}
        </Button>
      </div>
    </form>
  );
}

function useRefresh(): () => Promise<void> {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: phoneQuery.queryKey });
}
