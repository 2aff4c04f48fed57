import { TextInput } from "@gravity-ui/uikit";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type OfficeProjectPage, api, done } from "../../api/fetch.ts";
import { useMe } from "../../session/me.ts";
import { type Done, Told } from "../../ui/told.tsx";
import { ReasonedAct } from "../reasoned-act.tsx";
import { Card } from "./card.tsx";

interface ProjectActsProps {
  readonly page: OfficeProjectPage;
}

/** REG-08, REG-09: what staff do in the members' place, each for a reason that the members read. */
export function ProjectActs({ page: { project } }: ProjectActsProps) {
  const { t } = useTranslation();
  const { staffRole } = useMe();
  const queryClient = useQueryClient();
  const [told, setTold] = useState<Done | null>(null);
  const [phone, setPhone] = useState("");
  const [typed, setTyped] = useState("");
  const { pid, status, activatedAt, owner } = project;
  const params = { path: { pid } };
  const tell = (text: string) => () => {
    setTold({ text });
    for (const key of ["officeProject", "officeProjects", "projectAudit"])
      void queryClient.invalidateQueries({ queryKey: [key] });
  };
  const act = (label: string, hint: string, does: (reason: string) => Promise<unknown>, doneText: string) => ({
    label,
    hint,
    why: t("projects.why"),
    act: does,
    onDone: tell(doneText),
  });
  const post = (verb: "conserve" | "resume") => (reason: string) =>
    done(api.POST(`/v1/office/projects/{pid}/${verb}`, { params, body: { reason } }));
  return (
    <Card title={t("projects.acts")}>
      <p className="muted payer__facts">{t("projects.actsHint")}</p>
      <Told done={told} />
      {activatedAt === null && owner !== null && status !== "deleted" ? (
        <ReasonedAct
          {...act(
            t("projects.activate"),
            t("projects.activateHint"),
            (reason) => done(api.POST("/v1/office/projects/{pid}/activate", { params, body: { phone, reason } })),
            t("projects.activated"),
          )}
          ready={phone.trim() !== ""}
        >
          <TextInput size="l" type="tel" label={t("projects.phone")} value={phone} onUpdate={setPhone} />
        </ReasonedAct>
      ) : null}
      {status === "active" ? (
        <ReasonedAct
          {...act(t("projects.conserve"), t("projects.conserveHint"), post("conserve"), t("projects.conserved"))}
        />
      ) : null}
      {status === "conserved" ? (
        <ReasonedAct {...act(t("projects.resume"), t("projects.resumeHint"), post("resume"), t("projects.resumed"))} />
      ) : null}
      {status !== "deleted" && staffRole === "operator" ? (
        <ReasonedAct
          {...act(
            t("projects.remove"),
            t("projects.removeHint"),
            (reason) => done(api.POST("/v1/office/projects/{pid}/delete", { params, body: { pid: typed, reason } })),
            t("projects.removed"),
          )}
          ready={typed.trim().toLowerCase() === pid}
        >
          <TextInput size="l" label={t("projects.pid")} value={typed} onUpdate={setTyped} />
        </ReasonedAct>
      ) : null}
    </Card>
  );
}
