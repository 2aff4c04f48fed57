import { Alert, Button, Link } from "@gravity-ui/uikit";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, taken } from "../../api/fetch.ts";
import { meQuery } from "../../api/queries.ts";
import { Loading } from "../../ui/states.tsx";
import { Refused } from "../../ui/told.tsx";
import { Door } from "../../session/door.tsx";

/** What a letter's link opens: one mailbox agrees to the change of the address that somebody signs in with (REG-02). */
export function ChangeMailPage() {
  const { t } = useTranslation();
  const { side } = useParams({ from: "/change-mail/$side" });
  // After the sign: it is in no server's log.
  const [link] = useState(() => window.location.hash.slice(1));
  const body = { side: side === "new" ? ("new" as const) : ("old" as const), link };
  const queryClient = useQueryClient();
  const shown = useQuery({
    queryKey: ["mailChangeOf", body],
    queryFn: () => taken(api.POST("/v1/mail-changes/read", { body })),
    retry: false,
    staleTime: Infinity,
  });
  const agree = useMutation({
    mutationFn: () => taken(api.POST("/v1/mail-changes/agree", { body })),
    // Every session has ended with it, this browser's too.
    onSuccess: ({ changed }) => (changed ? queryClient.removeQueries({ queryKey: meQuery.queryKey }) : undefined),
  });
  if (shown.isPending) {
    return (
      <Door title={t("changeMail.title")}>
        <Loading rows={2} />
      </Door>
    );
  }
  if (shown.isError) {
    return (
      <Door title={t("changeMail.title")}>
        <Refused error={shown.error} />
        <div className="door__links">
          <Link href="/sign-in">{t("changeMail.signIn")}</Link>
        </div>
      </Door>
    );
  }
  const { oldEmail, newEmail } = shown.data;
  return (
    <Door title={t("changeMail.title")} lead={t("changeMail.lead", { oldEmail, newEmail })}>
      {agree.data ? (
        <div role="status">
          <Alert
            theme={agree.data.changed ? "success" : "info"}
            message={agree.data.changed ? t("changeMail.done", { newEmail }) : t(`changeMail.waits_${body.side}`)}
          />
        </div>
      ) : (
        <>
          <Refused error={agree.error} />
          <Button view="action" size="xl" width="max" loading={agree.isPending} onClick={() => agree.mutate()}>
            {t("changeMail.agree")}
          </Button>
        </>
      )}
      {agree.data?.changed ? (
        <div className="door__links">
          <Link href="/sign-in">{t("changeMail.signIn")}</Link>
        </div>
      ) : null}
    </Door>
  );
}
