import { useMutation } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { saidLater } from "../../i18n/index.ts";
import { mayHavePasskeys } from "../passkey/may-have-passkeys.ts";
import { useEntered } from "../use-sign-in.ts";

const code = () => import("../passkey/passkey.ts");

/**
 * Signing in with a passkey: by its button, or by taking one of those that the browser offers in the form. What it needs is loaded
 * when it is asked for, or when the page has nothing else to do.
 */
export function usePasskeySignIn(next?: string) {
  const goOn = useEntered(next);
  const [offered, setOffered] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  const asked = useMutation({
    mutationFn: async () => (await saidLater(code())).showPasskey("sign-in"),
    onSuccess: () => goOn(),
    // What the form offered was called off by it.
    onError: () => setRound((one) => one + 1),
  });
  const entered = useEffectEvent(() => void goOn());
  useEffect(() => {
    if (!mayHavePasskeys()) return;
    let isOver = false;
    const loaded = code();
    const offer = async () => {
      const { offerPasskeys } = await loaded;
      if (!isOver && (await offerPasskeys())) entered();
    };
    // It is not offered anew: a device that answers by itself would go on without end.
    offer().catch(setOffered);
    return () => {
      isOver = true;
      void loaded.then(({ withdrawPasskeys }) => withdrawPasskeys());
    };
  }, [round]);
  return {
    error: asked.error ?? offered,
    isPending: asked.isPending,
    enter: () => {
      setOffered(null);
      asked.mutate();
    },
    reset: () => {
      setOffered(null);
      asked.reset();
    },
  };
}
