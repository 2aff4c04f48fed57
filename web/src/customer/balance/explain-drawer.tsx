import { Xmark } from "@gravity-ui/icons";
import { Button, Drawer, Icon } from "@gravity-ui/uikit";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { explainQuery } from "../../api/queries.ts";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { ChargeStory } from "./charge-story.tsx";
import "./explain.css";

interface DrawerFrameProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A drawer beside the page it explains. */
export function DrawerFrame({ title, onClose, children }: DrawerFrameProps) {
  const { t } = useTranslation();
  const titleId = useId();
  return (
    <Drawer
      open
      placement="right"
      size={Math.min(640, document.documentElement.clientWidth)}
      className="explain"
      aria-labelledby={titleId}
      onOpenChange={(open) => !open && onClose()}
    >
      <div className="explain__body">
        <div className="explain__head">
          <h2 className="explain__title" id={titleId}>
            {title}
          </h2>
          <Button view="flat" size="l" aria-label={t("action.close")} onClick={onClose}>
            <Icon data={Xmark} />
          </Button>
        </div>
        {children}
      </div>
    </Drawer>
  );
}

/** How a charge comes about: the same from Detail and from a document's line. */
export function ExplainedCharge({ reference }: { readonly reference: string }) {
  const { data, error, refetch } = useQuery(explainQuery(reference));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return data ? <ChargeStory story={data} /> : <Loading />;
}

interface ExplainDrawerProps {
  readonly reference: string;
  readonly onClose: () => void;
}

export function ExplainDrawer({ reference, onClose }: ExplainDrawerProps) {
  const { t } = useTranslation();
  return (
    <DrawerFrame title={t("explain.title")} onClose={onClose}>
      <ExplainedCharge reference={reference} />
    </DrawerFrame>
  );
}
