import { Paperclip, Xmark } from "@gravity-ui/icons";
import { Button, Icon } from "@gravity-ui/uikit";
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { sendFile, type UploadedFile } from "../api/fetch.ts";
import { useSize } from "./request-thread.tsx";
import { Refused } from "./told.tsx";
import "./request-thread.css";

const MOST = 10;

interface FilePickerProps {
  /** Where files are brought. */
  readonly path: string;
  readonly files: readonly UploadedFile[];
  readonly onChange: (files: readonly UploadedFile[]) => void;
}

/** Files that go with a message: each is brought and judged at once, so that a refusal is told while one writes. */
export function FilePicker({ path, files, onChange }: FilePickerProps) {
  const { t } = useTranslation();
  const size = useSize();
  const input = useRef<HTMLInputElement>(null);
  const bring = useMutation({
    mutationFn: async (chosen: readonly File[]) => {
      let brought = files;
      for (const file of chosen.slice(0, MOST - files.length)) {
        brought = [...brought, await sendFile(path, file)];
        onChange(brought);
      }
    },
  });
  return (
    <>
      {files.length === 0 ? null : (
        <ul className="composer__files" aria-label={t("request.files")}>
          {files.map((file) => (
            <li key={file.id}>
              <Icon data={Paperclip} size={16} />
              <span>
                {file.name} <span className="secondary">{size(file.bytes)}</span>
              </span>
              <Button
                view="flat"
                size="s"
                aria-label={t("request.removeFile", { name: file.name })}
                onClick={() => onChange(files.filter(({ id }) => id !== file.id))}
              >
                <Icon data={Xmark} size={14} />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <Refused error={bring.error} />
      <div className="case__actions">
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label={t("request.attach")}
          onChange={(event) => {
            bring.mutate([...(event.target.files ?? [])]);
            // The same file may be chosen again.
            event.target.value = "";
          }}
        />
        <Button
          view="outlined"
          size="l"
          loading={bring.isPending}
          disabled={files.length >= MOST}
          onClick={() => input.current?.click()}
        >
          <Icon data={Paperclip} />
          {t("request.attach")}
        </Button>
        <span className="secondary">{t("request.attachHint")}</span>
      </div>
    </>
  );
}
