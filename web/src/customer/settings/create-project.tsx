import { Button } from "@gravity-ui/uikit";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, taken } from "../../api/fetch.ts";
import { meQuery } from "../../api/queries.ts";
import { newKey } from "../../ui/new-key.ts";
import { Refused } from "../../ui/told.tsx";
import { Field } from "./field.tsx";
import "./settings.css";

/** REG-03: a further project of one's own; it opens as soon as it is there. */
export function CreateProject() {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  // One key until it is done: a request that is sent again makes no second project.
  const key = useRef(newKey());
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const created = useMutation({
    mutationFn: () => {
      const params = { header: { "Idempotency-Key": key.current } };
      return taken(api.POST("/v1/projects", { params, body: { name: name.trim() } }));
    },
    onSuccess: async ({ pid }) => {
      key.current = newKey();
      setName("");
      await queryClient.refetchQueries({ queryKey: meQuery.queryKey });
      await navigate({ to: "/projects/$pid/settings/general", params: { pid } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") created.mutate();
  };
  return (
    <form className="settings__form" onSubmit={submit}>
      <Refused error={created.error} />
      <Field
        label={t("general.anotherName")}
        value={name}
        onUpdate={(typed) => {
          // Another name is another request.
          key.current = newKey();
          setName(typed);
        }}
      />
      <Button type="submit" size="l" loading={created.isPending} disabled={name.trim() === ""}>
        {t("general.create")}
      </Button>
    </form>
  );
}
