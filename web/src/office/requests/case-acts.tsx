import { Eye, EyeSlash } from "@gravity-ui/icons";
import { Button, Icon, Select, TextInput } from "@gravity-ui/uikit";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type OfficeCase, done as sent, taken } from "../../api/fetch.ts";
import { Confirm } from "../../ui/confirm.tsx";
import { Refused } from "../../ui/told.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { CASE_DEPARTMENTS } from "../search.ts";
import { type CasePartProps, useCaseRefresh } from "./case-reply.tsx";

const MOVES = ["take", "complete", "close", "reopen", "spam"] as const;
type Move = (typeof MOVES)[number];

/** What can be done with the case: done for the customer, taken, given to somebody, closed, attached to a project. */
export function CaseActs({ request, onDone }: CasePartProps) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormats(request.timeZone);
  const done = useAct(request, onDone);
  const act = useMutation({
    mutationFn: (chosen: Move) =>
      taken(
        api.POST("/v1/office/requests/{id}/acts", {
          params: {
            path: { id: request.id },
            header: { "Idempotency-Key": `${request.id}:${request.version}:${chosen}` },
          },
          body: { act: chosen, version: request.version },
        }),
      ),
    ...done,
  });
  const { completion } = request;
  const label = (one: Move) =>
    one === "complete" && completion ? text(completion.label) : t(`cases.${one as "take"}`);
  return (
    <section className="card case__card composer" aria-label={t("request.state")}>
      <div className="case__actions">
        {MOVES.filter((one) => request.acts.includes(one)).map((one) => (
          <Button
            key={one}
            view={one === "complete" ? "action" : "outlined"}
            size="l"
            loading={act.isPending && act.variables === one}
            onClick={() => act.mutate(one)}
          >
            {label(one)}
          </Button>
        ))}
        <Follow request={request} />
        {completion?.doneAt ? <span>{t("cases.done", { at: format.instant(completion.doneAt) })}</span> : null}
      </div>
      <Give request={request} onDone={onDone} />
      {request.acts.includes("close") ? <Transfer request={request} onDone={onDone} /> : null}
      {request.siblings.length > 0 ? <Merge request={request} onDone={onDone} /> : null}
      {request.pid === null ? <Attach request={request} onDone={onDone} /> : null}
      <Refused error={act.error} />
    </section>
  );
}

function useAct(request: OfficeCase, onDone: CasePartProps["onDone"]) {
  const { t } = useTranslation();
  const refresh = useCaseRefresh(request);
  return {
    onSuccess: () => {
      refresh();
      onDone({ text: t("cases.told_move") });
    },
    onError: refresh,
  };
}

function Give({ request, onDone }: CasePartProps) {
  const { t } = useTranslation();
  const done = useAct(request, onDone);
  const give = useMutation({
    mutationFn: (assignee: string | null) =>
      taken(
        api.PUT("/v1/office/requests/{id}/assignee", {
          params: { path: { id: request.id } },
          body: { assignee, version: request.version },
        }),
      ),
    ...done,
  });
  return (
    <>
      <Select<string>
        size="l"
        width="max"
        label={t("cases.give")}
        aria-label={t("cases.give")}
        filterable={request.staff.length > 10}
        value={[request.assignee ?? ""]}
        options={[
          { value: "", content: t(request.assignee === null ? "cases.nobody" : "cases.toQueue") },
          ...request.staff.map(({ id, name }) => ({ value: id, content: name })),
        ]}
        onUpdate={([chosen]) => give.mutate(chosen || null)}
      />
      <Refused error={give.error} />
    </>
  );
}

function Transfer({ request, onDone }: CasePartProps) {
  const { t } = useTranslation();
  const done = useAct(request, onDone);
  const transfer = useMutation({
    mutationFn: (department: OfficeCase["department"]) =>
      taken(
        api.PUT("/v1/office/requests/{id}/department", {
          params: { path: { id: request.id } },
          body: { department, version: request.version },
        }),
      ),
    ...done,
  });
  return (
    <>
      <Select<string>
        size="l"
        width="max"
        label={t("cases.department")}
        aria-label={t("cases.department")}
        value={[request.department]}
        options={CASE_DEPARTMENTS.map((one) => ({ value: one, content: t(`cases.department_${one}`) }))}
        onUpdate={([chosen]) => {
          const found = CASE_DEPARTMENTS.find((one) => one === chosen && one !== request.department);
          if (found) transfer.mutate(found);
        }}
      />
      <Refused error={transfer.error} />
    </>
  );
}

/** Asked before it is done: the customer gets a letter. */
function Merge({ request, onDone }: CasePartProps) {
  const { t } = useTranslation();
  const refresh = useCaseRefresh(request);
  const [into, setInto] = useState<OfficeCase["siblings"][number] | null>(null);
  return (
    <>
      <Select<string>
        size="l"
        width="max"
        label={t("cases.merge")}
        aria-label={t("cases.merge")}
        value={[]}
        options={request.siblings.map(({ id, number, title }) => ({ value: id, content: `${number} ${title}` }))}
        onUpdate={([chosen]) => setInto(request.siblings.find(({ id }) => id === chosen) ?? null)}
      />
      {into ? (
        <Confirm
          title={t("cases.mergeTitle", { number: into.number })}
          text={t("cases.mergeText", { number: into.number })}
          action={t("cases.mergeDo")}
          act={() =>
            taken(
              api.PUT("/v1/office/requests/{id}/merged", {
                params: { path: { id: request.id } },
                body: { into: into.id, version: request.version },
              }),
            )
          }
          onDone={() => {
            setInto(null);
            refresh();
            onDone({ text: t("cases.told_move") });
          }}
          onClose={() => setInto(null)}
        />
      ) : null}
    </>
  );
}

function Follow({ request }: Pick<CasePartProps, "request">) {
  const { t } = useTranslation();
  const refresh = useCaseRefresh(request);
  const follow = useMutation({
    mutationFn: (follows: boolean) =>
      sent(
        api.PUT("/v1/office/requests/{id}/following", {
          params: { path: { id: request.id } },
          body: { follows },
        }),
      ),
    onSuccess: refresh,
  });
  return (
    <>
      <Button
        view="flat"
        size="l"
        selected={request.followed}
        aria-pressed={request.followed}
        loading={follow.isPending}
        onClick={() => follow.mutate(!request.followed)}
      >
        <Icon data={request.followed ? EyeSlash : Eye} /> {t(request.followed ? "cases.unfollow" : "cases.follow")}
      </Button>
      <Refused error={follow.error} />
    </>
  );
}

function Attach({ request, onDone }: CasePartProps) {
  const { t } = useTranslation();
  const [pid, setPid] = useState("");
  const done = useAct(request, onDone);
  const attach = useMutation({
    mutationFn: () =>
      taken(
        api.PUT("/v1/office/requests/{id}/project", {
          params: { path: { id: request.id } },
          body: { pid: pid.trim(), version: request.version },
        }),
      ),
    ...done,
  });
  return (
    <form
      className="case__actions"
      onSubmit={(event) => {
        event.preventDefault();
        attach.mutate();
      }}
    >
      <TextInput
        size="l"
        value={pid}
        onUpdate={setPid}
        placeholder={t("cases.pid")}
        controlProps={{ "aria-label": t("cases.pid"), maxLength: 20 }}
      />
      <Button type="submit" size="l" loading={attach.isPending} disabled={pid.trim() === ""}>
        {t("cases.attach")}
      </Button>
      <Refused error={attach.error} />
    </form>
  );
}
