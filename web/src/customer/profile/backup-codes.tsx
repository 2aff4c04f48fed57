import { Alert, Button, ClipboardButton } from "@gravity-ui/uikit";
import { useTranslation } from "react-i18next";

interface BackupCodesProps {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}

/** The codes, this once. */
export function BackupCodes({ codes, onKept }: BackupCodesProps) {
  const { t } = useTranslation();
  return (
    <div role="status">
      <Alert
        theme="success"
        title={t("profile.codesTitle")}
        message={
          <>
            <p>{t("profile.codesHint")}</p>
            <ul className="backup-codes">
              {codes.map((code) => (
                <li key={code}>
                  <code>{code}</code>
                </li>
              ))}
            </ul>
            <div className="rows__acts">
              <ClipboardButton
                text={codes.join("\n")}
                size="l"
                aria-label={t("profile.copyCodes")}
                tooltipInitialText={t("profile.copyCodes")}
                tooltipSuccessText={t("action.copied")}
              />
              <Button size="l" onClick={onKept}>
                {t("profile.codesKept")}
              </Button>
            </div>
          </>
        }
      />
    </div>
  );
}
