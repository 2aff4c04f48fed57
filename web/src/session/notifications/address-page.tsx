import { Button } from "@gravity-ui/uikit";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, done, taken } from "../../api/fetch.ts";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { Refused, Told } from "../../ui/told.tsx";
import { Door } from "../door.tsx";

/** By a letter's link: whoever has the mailbox agrees to a project's letters, or wants no more of them. No sign-in is asked. */
export function NotificationAddressPage() {
  const { t } = useTranslation();
  const { pathname, hash } = useLocation();
  const purpose = pathname.endsWith("/unsubscribe") ? "unsubscribe" : "confirm";
  const body = { link: hash, purpose } as const;
  const shown = useQuery({
    queryKey: ["notification-address", hash, purpose],
    queryFn: () => taken(api.POST("/v1/notification-addresses/read", { body })),
    retry: false,
    // Once answered the link may open nothing any more: it is not asked about again.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const answer = useMutation({ mutationFn: () => done(api.POST("/v1/notification-addresses/answer", { body })) });
  const lead = shown.data ? t("notify.about", { ...shown.data, project: shown.data.projectName }) : "";
  return (
    <Door title={t(`notify.${purpose}Title`)} lead={lead}>
      {shown.isPending ? <Loading rows={2} /> : null}
      {shown.isError ? <ErrorState error={shown.error} onRetry={() => void shown.refetch()} /> : null}
      <Refused error={answer.error} />
      <Told done={answer.isSuccess ? { text: t(`notify.${purpose}Done`) } : null} />
      {shown.data && !answer.isSuccess ? (
        <Button view="action" size="xl" loading={answer.isPending} onClick={() => answer.mutate()}>
          {t(`notify.${purpose}Act`)}
        </Button>
      ) : null}
    </Door>
  );
}
