import { Button, Select, TextArea } from "@gravity-ui/uikit";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, type OfficeCase, type UploadedFile, taken } from "../../api/fetch.ts";
import { officeRequestQuery } from "../../api/office-queries.ts";
import { newKey } from "../../ui/new-key.ts";
import { FilePicker } from "../../ui/request-files.tsx";
import { type Done, Refused } from "../../ui/told.tsx";
import { useText } from "../../ui/use-formats.ts";

const ACTS = ["answer", "ask", "note"] as const;
type ReplyAct = (typeof ACTS)[number];

export interface CasePartProps {
  readonly request: OfficeCase;
  readonly onDone: (done: Done) => void;
}

/** After a change the page and every list that shows the case are stale. */
export function useCaseRefresh({ id }: OfficeCase) {
  const queryClient = useQueryClient();
  return () => {
    void queryClient.invalidateQueries({ queryKey: officeRequestQuery(id).queryKey });
    void queryClient.invalidateQueries({ queryKey: ["cases"] });
    void queryClient.invalidateQueries({ queryKey: ["myWork"] });
  };
}

/** What staff say: to the customer, or among themselves; a ready answer to begin with. */
export function CaseReply({ request, onDone }: CasePartProps) {
  const { t } = useTranslation();
  const text = useText();
  const textId = useId();
  const refresh = useCaseRefresh(request);
  const [message, setMessage] = useState("");
  const [files, setFiles] = useState<readonly UploadedFile[]>([]);
  const key = useRef(newKey());
  const send = useMutation({
    mutationFn: (act: ReplyAct) =>
      taken(
        api.POST("/v1/office/requests/{id}/messages", {
          params: {
            path: { id: request.id },
            header: { "Idempotency-Key": `${key.current}:${act}:${request.version}` },
          },
          body: { act, text: message, files: files.map(({ id }) => id), version: request.version },
        }),
      ),
    onSuccess: (_answer, act) => {
      key.current = newKey();
      setMessage("");
      setFiles([]);
      refresh();
      onDone({ text: t(`cases.told_${act}`) });
    },
    // What was written stays, and the page shows what it did not know.
    onError: refresh,
  });
  const possible = ACTS.filter((act) => act === "note" || request.acts.includes(act));
  return (
    <section className="card case__card composer" aria-label={t("cases.reply")}>
      {request.templates.length === 0 ? null : (
        <Select<string>
          size="l"
          label={t("cases.template")}
          aria-label={t("cases.template")}
          value={[]}
          options={request.templates.map(({ code, title }) => ({ value: code, content: text(title) }))}
          onUpdate={([code]) => setMessage(withTemplate(message, code, request.templates))}
        />
      )}
      <div>
        <label className="field__label" htmlFor={textId}>
          {t("cases.reply")} <span className="secondary">{t(`cases.clientLanguage_${request.language}`)}</span>
        </label>
        <TextArea
          id={textId}
          size="l"
          minRows={5}
          value={message}
          onUpdate={setMessage}
          controlProps={{ maxLength: 20_000 }}
        />
      </div>
      <FilePicker path="/v1/office/request-files" files={files} onChange={setFiles} />
      <Refused error={send.error} />
      <div className="case__actions">
        {possible.map((act) => (
          <Button
            key={act}
            view={act === "answer" ? "action" : "outlined"}
            size="l"
            loading={send.isPending && send.variables === act}
            disabled={message.trim() === "" || send.isPending}
            onClick={() => send.mutate(act)}
          >
            {t(`cases.act_${act}`)}
          </Button>
        ))}
      </div>
    </section>
  );
}

/** A ready answer follows what is written, and takes the place of another ready one alone: nothing written is lost. */
function withTemplate(message: string, code: string | undefined, templates: OfficeCase["templates"]): string {
  const chosen = templates.find((one) => one.code === code)?.text;
  if (chosen === undefined) return message;
  const written = message.trim();
  const replaces = written === "" || templates.some(({ text }) => text.trim() === written);
  return replaces ? chosen : `${message.trimEnd()}\n\n${chosen}`;
}
