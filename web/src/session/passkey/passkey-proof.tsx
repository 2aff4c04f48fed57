import { Alert, Button } from "@gravity-ui/uikit";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { passkeysQuery } from "../../api/profile-queries.ts";
import { mayHavePasskeys } from "./may-have-passkeys.ts";
import { showPasskey } from "./passkey.ts";
import PasskeyError from "./passkey-error.tsx";

interface PasskeyProofProps {
  /** Nothing else proves who this is. */
  readonly isNeeded: boolean;
  readonly onGiven: () => void;
}

/** Beside the password or the code: whoever has a passkey of this site may show that instead. */
export default function PasskeyProof({ isNeeded, onGiven }: PasskeyProofProps) {
  const { t } = useTranslation();
  const passkeys = useQuery(passkeysQuery);
  const prove = useMutation({ mutationFn: () => showPasskey("prove"), onSuccess: onGiven });
  const sites = new Set(passkeys.data?.items.map(({ site }) => site));
  if (!sites.has(window.location.hostname) || !mayHavePasskeys()) {
    if (!isNeeded || !passkeys.data) return null;
    return (
      <div role="alert">
        <Alert theme="warning" message={t("passkey.provedElsewhere", { sites: [...sites].join(", ") })} />
      </div>
    );
  }
  return (
    <div className="confirm__passkey">
      <PasskeyError error={prove.error} />
      <Button
        size="l"
        width="max"
        view={isNeeded ? "action" : "normal"}
        loading={prove.isPending}
        onClick={() => prove.mutate()}
      >
        {t("passkey.prove")}
      </Button>
    </div>
  );
}
