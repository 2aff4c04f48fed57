import { ArrowDownToLine } from "@gravity-ui/icons";
import { Button, type ButtonView, Icon, useToaster } from "@gravity-ui/uikit";
import { type ReactNode, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Download, fetchFile } from "../api/fetch.ts";
import { usePreferences } from "./preferences.tsx";
import { problemText } from "./problem-text.ts";

/** Fetches a file and saves it; a failure is told in a toast instead of leaving the page. */
export function useDownload(method: "GET" | "POST" = "GET"): {
  start: (path: string, fallbackName: string) => void;
  busy: boolean;
} {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const { add } = useToaster();
  const [busy, setBusy] = useState(false);
  const start = useCallback(
    (path: string, fallbackName: string) => {
      setBusy(true);
      fetchFile(path, fallbackName, language, method)
        .then(save)
        .catch((error: unknown) => {
          const { text } = problemText(error, language, t);
          add({ name: `download ${path}`, theme: "danger", content: `${t("problem.actionTitle")}. ${text}` });
        })
        .finally(() => setBusy(false));
    },
    [add, language, method, t],
  );
  return { start, busy };
}

interface DownloadButtonProps {
  readonly path: string;
  readonly fallbackName: string;
  /** What a screen reader says: which file of which document. */
  readonly label: string;
  readonly view?: ButtonView;
  readonly size?: "s" | "m" | "l";
  /** POST: taking it is an act. */
  readonly method?: "GET" | "POST";
  readonly children: ReactNode;
}

export function DownloadButton({
  path,
  fallbackName,
  label,
  view = "flat",
  size = "m",
  method = "GET",
  children,
}: DownloadButtonProps) {
  const { start, busy } = useDownload(method);
  return (
    <Button
      view={view}
      size={size}
      loading={busy}
      aria-label={label}
      title={label}
      onClick={() => start(path, fallbackName)}
    >
      <Icon data={ArrowDownToLine} />
      {children}
    </Button>
  );
}

function save({ blob, name }: Download): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the address once the click handler has run.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
