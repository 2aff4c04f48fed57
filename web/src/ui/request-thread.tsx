import { Paperclip } from "@gravity-ui/icons";
import { Button, Icon, Label, useToaster } from "@gravity-ui/uikit";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { fileAddress, type ListedRequest, type RequestThread } from "../api/fetch.ts";
import { usePreferences } from "./preferences.tsx";
import { problemText } from "./problem-text.ts";
import { useFormats } from "./use-formats.ts";
import "./request-thread.css";

type Message = RequestThread["messages"][number] & { readonly internal?: boolean; readonly mailFrom?: string | null };

const THEMES = {
  new: "info",
  in_work: "info",
  waits_customer: "warning",
  answered: "success",
  closed: "normal",
  withdrawn: "normal",
} as const;

export function RequestState({ state }: Pick<ListedRequest, "state">) {
  const { t } = useTranslation();
  return <Label theme={THEMES[state]}>{t(`request.state_${state}`)}</Label>;
}

interface DueProps {
  readonly request: Pick<ListedRequest, "dueAt" | "overdue" | "nextActor">;
  readonly timeZone: string;
}

/** Until when the provider answers, or whose turn it is. */
export function RequestDue({ request, timeZone }: DueProps) {
  const { t } = useTranslation();
  const format = useFormats(timeZone);
  const { dueAt, overdue, nextActor } = request;
  if (dueAt === null) return <span className="secondary">{t(`request.next_${nextActor}`)}</span>;
  const at = `${format.instant(dueAt)} ${format.offset(dueAt)}`;
  return <span className={overdue ? "danger tabular" : "tabular"}>{overdue ? t("request.overdue", { at }) : at}</span>;
}

/** Whose turn it is and until when, in a line: what the rest of the page is about. */
export function RequestTurn({ request, timeZone }: DueProps & { readonly request: Pick<ListedRequest, "state"> }) {
  const { t } = useTranslation();
  return (
    <>
      {t(`request.state_${request.state}`)}. {request.dueAt === null ? null : `${t("request.due")}: `}
      <RequestDue request={request} timeZone={timeZone} />
    </>
  );
}

interface ThreadProps {
  readonly messages: readonly Message[];
  readonly timeZone: string;
  /** Where the address of a file is asked for, before its id. */
  readonly filesAt: string;
}

/** What was said, the oldest first; a note between staff is marked as such. */
export function RequestMessages({ messages, timeZone, filesAt }: ThreadProps) {
  const { t } = useTranslation();
  const format = useFormats(timeZone);
  if (messages.length === 0) return <p className="muted">{t("request.noMessages")}</p>;
  return (
    <ol className="thread">
      {messages.map((message) => (
        <li key={message.id} className={`thread__message thread__message_${whose(message)}`}>
          <p className="thread__head">
            <strong>{message.authorName || t(`request.author_${message.author}`)}</strong>
            <span className="secondary tabular">{format.instant(message.writtenAt)}</span>
            {message.internal ? <Label theme="warning">{t("request.internal")}</Label> : null}
            {message.via === "mail" ? (
              <span className="secondary">
                {message.mailFrom ? t("request.byMailFrom", { from: message.mailFrom }) : t("request.byMail")}
              </span>
            ) : null}
          </p>
          {/* Text, whatever it holds. */}
          <p className="thread__text">{message.text}</p>
          <Files files={message.files} filesAt={filesAt} />
        </li>
      ))}
    </ol>
  );
}

function whose({ author, internal }: Message): string {
  return internal ? "note" : author;
}

interface FilesProps {
  readonly files: Message["files"];
  readonly filesAt: string;
}

function Files({ files, filesAt }: FilesProps) {
  if (files.length === 0) return null;
  return (
    <ul className="thread__files">
      {files.map((file) => (
        <li key={file.id}>
          <FileButton file={file} path={`${filesAt}/${file.id}`} />
        </li>
      ))}
    </ul>
  );
}

/** A file is asked for by an address of its own, made when it is wanted. */
function FileButton({ file, path }: { readonly file: Message["files"][number]; readonly path: string }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { add } = useToaster();
  const size = useSize();
  const fetched = useMutation({
    mutationFn: () => fileAddress(path),
    onSuccess: ({ url }) => {
      const link = document.createElement("a");
      link.href = url;
      link.download = file.name;
      link.click();
    },
    onError: (error) => {
      const { text } = problemText(error, language, t);
      add({ name: `file ${path}`, theme: "danger", content: `${t("problem.actionTitle")}. ${text}` });
    },
  });
  return (
    <Button
      view="outlined"
      size="m"
      className="thread__file"
      loading={fetched.isPending}
      onClick={() => fetched.mutate()}
    >
      <Icon data={Paperclip} />
      <span className="thread__fileName">{file.name}</span> {size(file.bytes)}
    </Button>
  );
}

/** `1,4 МБ` */
export function useSize(): (bytes: number) => string {
  const { t } = useTranslation();
  const format = useFormats("UTC");
  return (bytes) => {
    const unit = bytes >= 1_048_576 ? 1_048_576 : 1_024;
    const value = format.decimal((Math.ceil((bytes / unit) * 10) / 10).toString());
    return t(unit === 1_024 ? "request.kilobytes" : "request.megabytes", { value });
  };
}

interface FactsProps {
  readonly rows: readonly (readonly [label: string, value: ReactNode])[];
}

/** A list of what is known: a name and a value in each line. */
export function Facts({ rows }: FactsProps) {
  return (
    <dl className="facts">
      {rows.map(([label, value]) => (
        <div key={label} className="facts__row">
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
