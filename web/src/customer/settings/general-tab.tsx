import { Button } from "@gravity-ui/uikit";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, done } from "../../api/fetch.ts";
import { meQuery } from "../../api/queries.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { type Done, Refused, Told } from "../../ui/told.tsx";
import { useText } from "../../ui/use-formats.ts";
import { HelpLink } from "../help/help-link.tsx";
import { useProject } from "../projects.ts";
import { CreateProject } from "./create-project.tsx";
import { Ending } from "./ending.tsx";
import { Field } from "./field.tsx";

/** REG-03: what the project is called and where it lives; another one; the way out of it. */
export function GeneralTab() {
  const { t } = useTranslation();
  const text = useText();
  const project = useProject();
  const facts = [
    ["PID", project.pid],
    [t("general.region"), text(project.region.name)],
    [t("general.currency"), project.region.currency],
    [t("general.role"), t(`roles.${project.role}`)],
  ] as const;
  return (
    <>
      <section className="card settings__card" aria-labelledby="general-facts">
        <h2 className="settings__heading" id="general-facts">
          {t("general.facts")}
        </h2>
        <HelpLink code="regions" text={t("help.from_regions")} />
        <dl className="settings__facts">
          {project.permissions.includes("project.manage") ? null : (
            <>
              <dt>{t("general.name")}</dt>
              <dd>{project.name}</dd>
            </>
          )}
          {facts.map(([term, value]) => [<dt key={term}>{term}</dt>, <dd key={`${term} value`}>{value}</dd>])}
        </dl>
        {project.permissions.includes("project.manage") ? <Rename key={project.pid} /> : null}
      </section>
      <section className="card settings__card" aria-labelledby="general-another">
        <h2 className="settings__heading" id="general-another">
          {t("general.another")}
        </h2>
        <p className="settings__hint">{t("general.anotherHint")}</p>
        <CreateProject />
      </section>
      <Leave />
      <Ending />
    </>
  );
}

function Rename() {
  const { t } = useTranslation();
  const { pid, name } = useProject();
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState(name);
  const [told, setTold] = useState<Done | null>(null);
  const renamed = useMutation({
    mutationFn: () =>
      done(api.PATCH("/v1/projects/{pid}", { params: { path: { pid } }, body: { name: typed.trim() } })),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
      setTold({ text: t("general.renamed") });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== "") renamed.mutate();
  };
  return (
    <form className="settings__form" onSubmit={submit}>
      <Refused error={renamed.error} />
      <div className="settings__wide">
        <Told done={told} />
      </div>
      <Field label={t("general.name")} value={typed} onUpdate={setTyped} />
      <Button
        type="submit"
        view="action"
        size="l"
        loading={renamed.isPending}
        disabled={typed.trim() === "" || typed.trim() === name}
      >
        {t("general.rename")}
      </Button>
    </form>
  );
}

function Leave() {
  const { t } = useTranslation();
  const { pid, name, role } = useProject();
  const [open, setOpen] = useState(false);
  return (
    <section className="card settings__card" aria-labelledby="general-leave">
      <h2 className="settings__heading" id="general-leave">
        {t("general.leave")}
      </h2>
      {role === "owner" ? (
        <p className="settings__hint">{t("general.ownerStays")}</p>
      ) : (
        <>
          <p className="settings__hint">{t("general.leaveHint")}</p>
          <Button view="outlined-danger" size="l" onClick={() => setOpen(true)}>
            {t("general.leave")}
          </Button>
        </>
      )}
      {open ? (
        <Confirm
          title={t("general.leaveTitle", { name })}
          text={t("general.leaveHint")}
          action={t("general.leave")}
          danger
          act={() => done(api.POST("/v1/projects/{pid}/leave", { params: { path: { pid } } }))}
          // Loaded anew: nothing that was fetched in the project stays.
          onDone={() => globalThis.location.assign("/")}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </section>
  );
}
