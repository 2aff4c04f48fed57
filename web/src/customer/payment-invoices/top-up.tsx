import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useState } from "react";
import type { Project } from "../../api/fetch.ts";

const PaymentInvoiceDialog = lazy(() =>
  import("./payment-invoice-dialog.tsx").then((module) => ({ default: module.PaymentInvoiceDialog })),
);

const TopUpContext = createContext<() => void>(() => undefined);

/** Holds the one top-up dialog of the shell, opened from the header, the banner and the pages. */
export function TopUpProvider({ project, children }: { readonly project: Project; readonly children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const openDialog = useCallback(() => setOpen(true), []);
  return (
    <TopUpContext value={openDialog}>
      {children}
      <Suspense>
        {open ? <PaymentInvoiceDialog key={project.pid} project={project} onClose={() => setOpen(false)} /> : null}
      </Suspense>
    </TopUpContext>
  );
}

/** Opens the top-up dialog of the current project. */
export function useTopUp(): () => void {
  return useContext(TopUpContext);
}
