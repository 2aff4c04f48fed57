import { Alert, Button, Select, TextArea } from "@gravity-ui/uikit";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, taken } from "../../api/fetch.ts";
import { Refusal } from "../../api/problem.ts";
import { keepVisit } from "../../api/visit.ts";
import { newKey } from "../../ui/new-key.ts";
import { usePreferences } from "../../ui/preferences.tsx";
import { problemText } from "../../ui/problem-text.ts";

const MINUTES = [15, 30, 60] as const;
const LEAST = 10;

/** AUD-02: opens the customer's console as the customer sees it, in this tab, read only and for a limited time. */
export function VisitForm({ email }: { readonly email: string }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const [reason, setReason] = useState("");
  const [minutes, setMinutes] = useState<(typeof MINUTES)[number]>(15);
  const key = useRef(newKey());
  const visit = useMutation({
    mutationFn: () => {
      const params = { header: { "Idempotency-Key": key.current } };
      return taken(api.POST("/v1/office/visits", { params, body: { email, reason: reason.trim(), minutes } }));
    },
    // What was refused may be asked otherwise; an answer that was lost is asked for again.
    onError: (error) => {
      if (error instanceof Refusal && error.status !== 0) key.current = newKey();
    },
    onSuccess: ({ id }) => {
      keepVisit(id);
      window.location.assign("/");
    },
  });
  const short = reason.trim().length < LEAST;
  return (
    <form
      aria-labelledby="sign-in-visit"
      onSubmit={(event) => {
        event.preventDefault();
        if (!short) visit.mutate();
      }}
    >
      <h2 id="sign-in-visit" className="sign-in__heading">
        {t("signIns.visit")}
      </h2>
      <p>{t("signIns.visitHint")}</p>
      {visit.error ? (
        <div role="alert">
          <Alert theme="danger" message={problemText(visit.error, language, t).text} />
        </div>
      ) : null}
      <div className="sign-in__visit">
        <TextArea
          controlProps={{ "aria-label": t("signIns.visitReason"), maxLength: 500 }}
          placeholder={t("signIns.visitReason")}
          size="l"
          minRows={2}
          value={reason}
          onUpdate={setReason}
        />
        <div className="sign-in__unlock">
          <Select<string>
            aria-label={t("signIns.visitMinutes")}
            label={t("signIns.visitMinutes")}
            size="l"
            value={[String(minutes)]}
            options={MINUTES.map((one) => ({ value: String(one), content: String(one) }))}
            onUpdate={([chosen]) => setMinutes(MINUTES.find((one) => String(one) === chosen) ?? 15)}
          />
          <Button view="outlined" size="l" type="submit" disabled={short} loading={visit.isPending}>
            {t("signIns.visitBegin")}
          </Button>
        </div>
      </div>
    </form>
  );
}
