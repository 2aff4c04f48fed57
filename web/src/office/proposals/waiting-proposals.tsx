import { Alert } from "@gravity-ui/uikit";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { proposalsQuery } from "../../api/office-queries.ts";
import { useMe } from "../../session/me.ts";

const DECIDERS = ["accountant", "operator"];

/** AUD-03: of what waits for a second person, how much somebody else proposed; nothing for who does not decide. */
export function WaitingProposals() {
  const { t } = useTranslation();
  const { staffRole } = useMe();
  const { data } = useInfiniteQuery({
    ...proposalsQuery("waiting", undefined),
    enabled: DECIDERS.includes(staffRole ?? ""),
  });
  const [first] = data?.pages ?? [];
  if (!first || first.items.length === 0) return null;
  const count = first.items.length;
  return (
    <Alert
      theme="warning"
      message={
        <Link to="/office/proposals">
          {first.nextCursor === null ? t("proposals.waits", { count }) : t("proposals.waitsMany", { count })}
        </Link>
      }
    />
  );
}
