import { Button, Label, TextInput } from "@gravity-ui/uikit";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, done, type OwnPasskey } from "../../api/fetch.ts";
import { passkeysQuery } from "../../api/profile-queries.ts";
import { meQuery, secondFactorQuery } from "../../api/queries.ts";
import { mayHavePasskeys } from "../../session/passkey/may-have-passkeys.ts";
import { addPasskey } from "../../session/passkey/passkey.ts";
import PasskeyError from "../../session/passkey/passkey-error.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { type Done, Refused, Told } from "../../ui/told.tsx";
import { useFormats } from "../../ui/use-formats.ts";
import { useZone } from "./use-zone.ts";

/** REG-02: by what one signs in without the password, on this site and on others. */
export function PasskeysCard() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const passkeys = useQuery(passkeysQuery);
  const [told, setTold] = useState<Done | null>(null);
  const [removing, setRemoving] = useState<OwnPasskey | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  // Where the keyboard goes on when the form that it was in is gone.
  const [cancelled, setCancelled] = useState<string | null>(null);
  const add = useMutation({
    mutationFn: addPasskey,
    onMutate: () => setTold(null),
    onSuccess: () => changed(t("profile.passkeyAdded")),
  });
  const site = window.location.hostname;
  // What staff may do, and by what they prove who they are, hangs on it, as on the second factor.
  const changed = (text: string) => {
    add.reset();
    setTold({ text });
    setRemoving(null);
    setRenaming(null);
    void Promise.all(
      [passkeysQuery, meQuery, secondFactorQuery].map(({ queryKey }) => queryClient.invalidateQueries({ queryKey })),
    );
  };
  const items = passkeys.data?.items ?? [];
  return (
    <section className="card settings__card" aria-labelledby="own-passkeys">
      <h2 className="settings__heading" id="own-passkeys">
        {t("profile.passkeys")}
      </h2>
      <Told done={told} />
      <p className="settings__hint">{t("profile.passkeysHint", { site })}</p>
      {passkeys.isPending ? <Loading rows={2} /> : null}
      {passkeys.isError ? <ErrorState error={passkeys.error} onRetry={() => void passkeys.refetch()} /> : null}
      {passkeys.data && items.length === 0 ? <p>{t("profile.noPasskeys")}</p> : null}
      <ul className="rows profile__passkeys">
        {items.map((passkey) => (
          <li key={passkey.id} className="rows__row">
            {renaming === passkey.id ? (
              <Renaming
                passkey={passkey}
                onDone={() => changed(t("profile.passkeyRenamed"))}
                onClose={() => {
                  setRenaming(null);
                  setCancelled(passkey.id);
                }}
              />
            ) : (
              <PasskeyRow
                passkey={passkey}
                isHere={passkey.site === site}
                takesFocus={cancelled === passkey.id}
                onRename={() => setRenaming(passkey.id)}
                onRemove={() => setRemoving(passkey)}
              />
            )}
          </li>
        ))}
      </ul>
      <div className="profile__refused">
        <PasskeyError error={add.error} />
      </div>
      {mayHavePasskeys() ? (
        <Button size="l" loading={add.isPending} onClick={() => add.mutate()}>
          {t("profile.passkeyAdd")}
        </Button>
      ) : (
        <p className="settings__hint">{t("profile.passkeysNotHere")}</p>
      )}
      {removing ? (
        <Confirm
          title={t("profile.passkeyRemoveTitle", { name: removing.name })}
          text={t("profile.passkeyRemoveText")}
          action={t("profile.passkeyRemove")}
          danger
          act={() => done(api.DELETE("/v1/me/passkeys/{id}", { params: { path: { id: removing.id } } }))}
          onDone={() => changed(t("profile.passkeyRemoved"))}
          onClose={() => setRemoving(null)}
        />
      ) : null}
    </section>
  );
}

interface RowProps {
  readonly passkey: OwnPasskey;
  /** It is of the site that is open. */
  readonly isHere: boolean;
  /** Its form was just left. */
  readonly takesFocus: boolean;
  readonly onRename: () => void;
  readonly onRemove: () => void;
}

function PasskeyRow({ passkey, isHere, takesFocus, onRename, onRemove }: RowProps) {
  const { t } = useTranslation();
  const toRename = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (takesFocus) toRename.current?.focus();
  }, [takesFocus]);
  const format = useFormats(useZone());
  const { name, site, synced, createdAt, lastUsedAt } = passkey;
  return (
    <>
      <div className="rows__what">
        <span>
          {name} {isHere ? null : <Label>{t("profile.passkeyElsewhere", { site })}</Label>}
        </span>
        <span className="rows__below">
          {[
            t("profile.passkeyCreated", { at: format.instant(createdAt) }),
            lastUsedAt === null
              ? t("profile.passkeyUnused")
              : t("profile.passkeyUsed", { at: format.instant(lastUsedAt) }),
            ...(synced ? [t("profile.passkeySynced")] : []),
          ].join(" · ")}
        </span>
      </div>
      <div className="rows__acts">
        <Button ref={toRename} onClick={onRename} aria-label={`${t("profile.passkeyRename")}: ${name}`}>
          {t("profile.passkeyRename")}
        </Button>
        <Button view="flat-danger" onClick={onRemove} aria-label={`${t("profile.passkeyRemove")}: ${name}`}>
          {t("profile.passkeyRemove")}
        </Button>
      </div>
    </>
  );
}

interface RenamingProps {
  readonly passkey: OwnPasskey;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function Renaming({ passkey, onDone, onClose }: RenamingProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(passkey.name);
  const [checked, setChecked] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const isEmpty = name.trim() === "";
  const rename = useMutation({
    mutationFn: () =>
      done(api.PATCH("/v1/me/passkeys/{id}", { params: { path: { id: passkey.id } }, body: { name: name.trim() } })),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (isEmpty) return field.current?.focus();
    rename.mutate();
  };
  return (
    <form className="settings__form profile__renaming" onSubmit={submit} noValidate>
      <div className="settings__field">
        <TextInput
          size="l"
          autoFocus
          autoComplete={false}
          controlRef={field}
          controlProps={{ maxLength: 60, "aria-label": t("profile.passkeyName") }}
          value={name}
          onUpdate={setName}
          {...(checked && isEmpty
            ? { validationState: "invalid" as const, errorMessage: t("profile.passkeyNameRequired") }
            : {})}
        />
      </div>
      <Button type="submit" size="l" loading={rename.isPending}>
        {t("profile.passkeySave")}
      </Button>
      <Button view="flat" size="l" onClick={onClose}>
        {t("action.cancel")}
      </Button>
      <Refused error={rename.error} />
    </form>
  );
}
