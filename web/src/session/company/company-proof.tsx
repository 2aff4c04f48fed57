import { Alert, Button } from "@gravity-ui/uikit";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ownSsoQuery } from "../../api/profile-queries.ts";
import { Refused } from "../../ui/told.tsx";
import { proveByCompany, WindowBlocked } from "./company.ts";

/** Beside the password or the code: whoever comes in through a company may be asked there who it is. */
export default function CompanyProof({ onGiven }: { readonly onGiven: () => void }) {
  const { t } = useTranslation();
  const own = useQuery(ownSsoQuery);
  const prove = useMutation({ mutationFn: proveByCompany, onSuccess: onGiven });
  if (!own.data || own.data.items.length === 0) return null;
  return (
    <div className="confirm__passkey">
      {prove.error instanceof WindowBlocked ? (
        <div role="alert">
          <Alert theme="warning" message={t("company.proveBlocked")} />
        </div>
      ) : (
        <Refused error={prove.error} />
      )}
      <Button size="l" width="max" loading={prove.isPending} onClick={() => prove.mutate()}>
        {t("company.prove")}
      </Button>
    </div>
  );
}
