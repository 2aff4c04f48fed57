import { Button } from "@gravity-ui/uikit";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, type Asked, done } from "../../api/fetch.ts";
import { askedQuery, meQuery } from "../../api/queries.ts";
import { Refused } from "../../ui/told.tsx";
import "../settings/settings.css";

/** Each invitation and each project to own, with the buttons that answer. */
export default function AskedList({ items }: { readonly items: readonly Asked[] }) {
  const { t } = useTranslation();
  return (
    <section className="card asked" aria-label={t("asked.label")}>
      <ul className="rows">
        {items.map((asked) => (
          <AskedRow key={`${asked.kind} ${asked.id}`} asked={asked} />
        ))}
      </ul>
    </section>
  );
}

function AskedRow({ asked }: { readonly asked: Asked }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { kind, id, pid, projectName, role, byName } = asked;
  const params = { path: { id } };
  const answer = useMutation({
    mutationFn: (yes: boolean) => {
      if (kind === "invitation") {
        return done(
          yes
            ? api.POST("/v1/me/invitations/{id}/accept", { params })
            : api.POST("/v1/me/invitations/{id}/decline", { params }),
        );
      }
      return done(
        yes
          ? api.POST("/v1/me/owner-changes/{id}/consent", { params })
          : api.POST("/v1/me/owner-changes/{id}/decline", { params }),
      );
    },
    // Refused or not: what waits is asked anew, so that what is over goes.
    onSuccess: async () => {
      await queryClient.refetchQueries({ queryKey: meQuery.queryKey });
      await queryClient.invalidateQueries({ queryKey: askedQuery.queryKey });
    },
  });
  const facts = { by: byName, project: projectName, pid, role: t(`roles.${role}`) };
  return (
    <li className="rows__row">
      <p className="rows__what">
        {kind === "invitation" ? t("asked.invitation", facts) : t("asked.ownerChange", facts)}
      </p>
      <div className="rows__acts">
        <Button
          view="action"
          loading={answer.isPending && answer.variables}
          disabled={answer.isPending}
          onClick={() => answer.mutate(true)}
        >
          {kind === "invitation" ? t("asked.accept") : t("asked.consent")}
        </Button>
        <Button
          loading={answer.isPending && !answer.variables}
          disabled={answer.isPending}
          onClick={() => answer.mutate(false)}
        >
          {t("asked.decline")}
        </Button>
      </div>
      <Refused error={answer.error} />
    </li>
  );
}
