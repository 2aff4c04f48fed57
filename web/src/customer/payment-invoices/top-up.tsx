import { Button, type ButtonView } from "@gravity-ui/uikit";
import { useQuery } from "@tanstack/react-query";
import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useRef, useState } from "react";
import type { Project } from "../../api/fetch.ts";
import { balanceQuery } from "../../api/queries.ts";
import { saidLater } from "../../i18n/index.ts";
import { useText } from "../../ui/use-formats.ts";
import "./top-up.css";

const PaymentInvoiceDialog = lazy(() =>
  saidLater(import("./payment-invoice-dialog.tsx")).then((module) => ({ default: module.PaymentInvoiceDialog })),
);

const TopUpContext = createContext<() => void>(() => undefined);

/** Holds the one top-up dialog of the shell, opened from the header, the banner and the pages. */
export function TopUpProvider({ project, children }: { readonly project: Project; readonly children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLElement>(null);
  const openDialog = useCallback(() => {
    // What opens it may go at once, as the wallet's panel does: then the page's content gets the focus back.
    const active = document.activeElement;
    const stays = active instanceof HTMLElement && active.closest("[role=dialog]") === null;
    opener.current = stays ? active : document.getElementById("content");
    setOpen(true);
  }, []);
  return (
    <TopUpContext value={openDialog}>
      {children}
      <Suspense>
        {open ? (
          <PaymentInvoiceDialog
            key={project.pid}
            project={project}
            returnFocus={opener}
            onClose={() => setOpen(false)}
          />
        ) : null}
      </Suspense>
    </TopUpContext>
  );
}

interface TopUpButtonProps {
  readonly project: Pick<Project, "pid">;
  readonly children: string;
  readonly view?: ButtonView;
  /** What else is to be done when it is pressed, before the dialog opens. */
  readonly onPress?: () => void;
}

/** Opens the top-up dialog of the current project. Where no invoice can be made it says why, and there is no button (PAY-06). */
export function TopUpButton({ project, children, view = "action", onPress }: TopUpButtonProps) {
  const open = useContext(TopUpContext);
  const text = useText();
  const { data: balance, isPending } = useQuery(balanceQuery(project.pid));
  const refused = balance?.paymentInvoice.reason ?? null;
  if (refused) return <p className="top-up__refused">{text(refused)}</p>;
  const press = () => {
    onPress?.();
    open();
  };
  return (
    <Button view={view} size="l" disabled={isPending} onClick={press}>
      {children}
    </Button>
  );
}
