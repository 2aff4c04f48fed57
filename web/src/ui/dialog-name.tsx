import { useCallback } from "react";

/**
 * Names the dialog it stands in, for the kit's dialogs that take no label of their own (drawer of the mobile menu,
 * calendar, popup).
 */
export function DialogName({ name }: { readonly name: string }) {
  const label = useCallback(
    (mark: HTMLSpanElement | null) => mark?.closest('[role="dialog"]')?.setAttribute("aria-label", name),
    [name],
  );
  return <span ref={label} hidden />;
}
