import { Button, TextArea } from "@gravity-ui/uikit";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { type FormEvent, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type RequestThread, type UploadedFile, taken } from "../../api/fetch.ts";
import { requestQuery } from "../../api/request-queries.ts";
import { newKey } from "../../ui/new-key.ts";
import { RequestFrame } from "../../ui/request-frame.tsx";
import { FilePicker } from "../../ui/request-files.tsx";
import { Facts, RequestDue, RequestMessages, RequestState } from "../../ui/request-thread.tsx";
import { type Done, Refused, Told } from "../../ui/told.tsx";
import { useFormats, useText } from "../../ui/use-formats.ts";
import { RequestRating } from "./request-rating.tsx";
import { useProject } from "../projects.ts";

/** REQ-11: a request with its thread: whose turn it is, and what one may still say. */
export function RequestPage() {
  const { t } = useTranslation();
  const { pid, region } = useProject();
  const { id } = useParams({ from: "/projects/$pid/requests/$id" });
  return (
    <RequestFrame
      found={useQuery(requestQuery(id))}
      zoneOf={() => region.timeZone}
      backText={t("requests.back")}
      back={(label) => (
        <Link to="/projects/$pid/requests" params={{ pid }} className="case__back">
          {label}
        </Link>
      )}
    >
      {(request) => <Case key={request.id} request={request} />}
    </RequestFrame>
  );
}

function Case({ request }: { readonly request: RequestThread }) {
  const { t } = useTranslation();
  const text = useText();
  const { timeZone } = useProject().region;
  const format = useFormats(timeZone);
  const [done, setDone] = useState<Done | null>(null);
  const refresh = useRefresh(request);
  return (
    <div className="case">
      <div className="case__main">
        <Told done={done} />
        <section aria-label={t("request.thread")}>
          <RequestMessages
            messages={request.messages}
            timeZone={timeZone}
            filesAt={`/v1/requests/${request.id}/files`}
          />
        </section>
        {request.acts.includes("write") ? <Reply request={request} onDone={setDone} /> : null}
      </div>
      <aside className="case__side">
        <section className="card case__card" aria-label={request.number}>
          <Facts
            rows={[
              [t("request.number"), request.number],
              [t("request.kind"), text(request.kindTitle)],
              [t("request.state"), <RequestState key="state" state={request.state} />],
              [t("request.due"), <RequestDue key="due" request={request} timeZone={timeZone} />],
              [t("request.opened"), format.instant(request.openedAt)],
              [t("request.requester"), request.requester],
              ...request.fields.map(({ label, value }) => [text(label), value] as const),
            ]}
          />
        </section>
        <Acts request={request} onDone={setDone} />
        {request.mayRate ? <RequestRating request={request} onDone={setDone} onRated={refresh} /> : null}
        {request.mergedInto === null ? null : <Elsewhere id={request.mergedInto} />}
      </aside>
    </div>
  );
}

function Elsewhere({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { pid } = useProject();
  return (
    <section className="card case__card">
      <Link to="/projects/$pid/requests/$id" params={{ pid, id }} className="case__back">
        {t("requests.mergedInto")}
      </Link>
    </section>
  );
}

interface PartProps {
  readonly request: RequestThread;
  readonly onDone: (done: Done) => void;
}

function useRefresh({ id }: RequestThread) {
  const project = useProject();
  const queryClient = useQueryClient();
  return () => {
    void queryClient.invalidateQueries({ queryKey: requestQuery(id).queryKey });
    void queryClient.invalidateQueries({ queryKey: ["requests", project.pid] });
  };
}

function Reply({ request, onDone }: PartProps) {
  const { t } = useTranslation();
  const project = useProject();
  const textId = useId();
  const refresh = useRefresh(request);
  const [message, setMessage] = useState("");
  const [files, setFiles] = useState<readonly UploadedFile[]>([]);
  const key = useRef(newKey());
  const send = useMutation({
    mutationFn: () =>
      taken(
        api.POST("/v1/requests/{id}/messages", {
          params: { path: { id: request.id }, header: { "Idempotency-Key": key.current } },
          body: { text: message, files: files.map(({ id }) => id) },
        }),
      ),
    onSuccess: () => {
      key.current = newKey();
      setMessage("");
      setFiles([]);
      refresh();
      onDone({ text: t("requests.told_write") });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (message.trim() !== "") send.mutate();
  };
  const reopens = request.nextActor !== "provider" && request.state !== "waits_customer";
  return (
    <form className="card case__card composer" onSubmit={submit} aria-label={t("requests.reply")}>
      <div>
        <label className="field__label" htmlFor={textId}>
          {t("request.message")}
        </label>
        <TextArea
          id={textId}
          size="l"
          minRows={3}
          value={message}
          onUpdate={setMessage}
          controlProps={{ maxLength: 20_000 }}
        />
      </div>
      <FilePicker path={`/v1/projects/${project.pid}/request-files`} files={files} onChange={setFiles} />
      <Refused error={send.error} />
      <div className="case__actions">
        <Button type="submit" view="action" size="l" loading={send.isPending} disabled={message.trim() === ""}>
          {t("request.send")}
        </Button>
        {reopens ? <span className="secondary">{t("requests.reopens")}</span> : null}
      </div>
    </form>
  );
}

function Acts({ request, onDone }: PartProps) {
  const { t } = useTranslation();
  const refresh = useRefresh(request);
  const act = useMutation({
    mutationFn: (chosen: "confirm" | "withdraw") =>
      taken(
        api.POST("/v1/requests/{id}/acts", {
          params: {
            path: { id: request.id },
            header: { "Idempotency-Key": `${request.id}:${request.version}:${chosen}` },
          },
          body: { act: chosen, version: request.version },
        }),
      ),
    onSuccess: (_answer, chosen) => {
      refresh();
      onDone({ text: t(`requests.told_${chosen}`) });
    },
    onError: refresh,
  });
  const acts = (["confirm", "withdraw"] as const).filter((one) => request.acts.includes(one));
  if (acts.length === 0) return null;
  return (
    <section className="card case__card case__actions">
      {acts.map((one) => (
        <Button
          key={one}
          view={one === "confirm" ? "outlined-success" : "outlined"}
          size="l"
          loading={act.isPending && act.variables === one}
          title={one === "withdraw" ? t("requests.withdrawAsk") : undefined}
          onClick={() => act.mutate(one)}
        >
          {t(`requests.${one}`)}
        </Button>
      ))}
      <Refused error={act.error} />
    </section>
  );
}
