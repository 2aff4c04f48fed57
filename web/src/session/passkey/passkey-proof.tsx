import { Button } from "@gravity-ui/uikit";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { passkeysQuery } from "../../api/profile-queries.ts";
import { showPasskey } from "./passkey.ts";
import PasskeyError from "./passkey-error.tsx";

/** Beside the password or the code: whoever has a passkey of this site may show that instead. */
export default function PasskeyProof({ onGiven }: { readonly onGiven: () => void }) {
  const { t } = useTranslation();
  const passkeys = useQuery(passkeysQuery);
  const prove = useMutation({ mutationFn: () => showPasskey("prove"), onSuccess: onGiven });
  if (!passkeys.data?.items.some(({ site }) => site === window.location.hostname)) return null;
  return (
    <div className="confirm__passkey">
      <PasskeyError error={prove.error} />
      <Button size="l" width="max" loading={prove.isPending} onClick={() => prove.mutate()}>
        {t("passkey.prove")}
      </Button>
    </div>
  );
}
