import { Button, TextInput } from "@gravity-ui/uikit";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, taken } from "../../api/fetch.ts";
import { Refusal } from "../../api/problem.ts";
import { newKey } from "../../ui/new-key.ts";
import { Refused } from "../../ui/told.tsx";
import { type StaffRole, RoleSelect } from "./role-select.tsx";
import "../../ui/filters.css";

/** REG-02: somebody becomes one of the staff; who has no account yet sets a password by the letter that comes. */
export function AddStaff({ onDone }: { readonly onDone: (email: string) => void }) {
  const { t } = useTranslation();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [reason, setReason] = useState("");
  const [role, setRole] = useState<StaffRole>("support");
  const key = useRef(newKey());
  const add = useMutation({
    mutationFn: () => {
      const params = { header: { "Idempotency-Key": key.current } };
      const body = { email: email.trim(), name: name.trim(), role, reason: reason.trim() };
      return taken(api.POST("/v1/office/staff", { params, body }));
    },
    // What was refused may be asked otherwise; an answer that was lost is asked for again.
    onError: (error) => {
      if (error instanceof Refusal && error.status !== 0) key.current = newKey();
    },
    onSuccess: () => {
      key.current = newKey();
      onDone(email.trim());
      setEmail("");
      setName("");
      setReason("");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <details>
      <summary className="table__opens">{t("staff.add")}</summary>
      <p className="secondary">{t("staff.addHint")}</p>
      <form className="filters" onSubmit={submit}>
        <TextInput size="l" label={t("staff.email")} value={email} onUpdate={setEmail} />
        <TextInput size="l" label={t("staff.name")} value={name} onUpdate={setName} />
        <RoleSelect value={role} onChange={setRole} />
        <TextInput size="l" label={t("staff.why")} value={reason} onUpdate={setReason} />
        <Button
          type="submit"
          view="action"
          size="l"
          loading={add.isPending}
          disabled={[email, name, reason].some((text) => text.trim() === "")}
        >
          {t("staff.addButton")}
        </Button>
        <Refused error={add.error} />
      </form>
    </details>
  );
}
