import { Xmark } from "@gravity-ui/icons";
import { Button, Drawer, Icon } from "@gravity-ui/uikit";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { Text } from "../../api/fetch.ts";
import { explainQuery } from "../../api/queries.ts";
import { ErrorState, Loading } from "../../ui/states.tsx";
import { useProject } from "../projects.ts";
import { GrainTable, hasDays } from "./explain-grains.tsx";
import { ExplainTree } from "./explain-tree.tsx";
import { readValue } from "./explain-value.ts";
import "./explain.css";

interface ExplainDrawerProps {
  readonly reference: string;
  readonly onClose: () => void;
}

/** The unit of a charge, which comes untyped as all that an explanation tells. */
function unitOf(value: unknown): Text | undefined {
  const read = readValue(value);
  return read.kind === "localised" ? read.text : undefined;
}

const PARTS = ["charge", "grains", "prices", "events"] as const;

/** Where a charge comes from: charge, grains, price versions, usage events. */
export function ExplainDrawer({ reference, onClose }: ExplainDrawerProps) {
  const { t } = useTranslation();
  const titleId = useId();
  const { region } = useProject();
  const { data, error, refetch } = useQuery(explainQuery(reference));
  return (
    <Drawer
      open
      placement="right"
      size={Math.min(560, document.documentElement.clientWidth)}
      className="explain"
      aria-labelledby={titleId}
      onOpenChange={(open) => !open && onClose()}
    >
      <div className="explain__body">
        <div className="explain__head">
          <h2 className="explain__title" id={titleId}>
            {t("explain.title")}
          </h2>
          <Button view="flat" size="l" aria-label={t("action.close")} onClick={onClose}>
            <Icon data={Xmark} />
          </Button>
        </div>
        <p className="muted explain__intro">{t("explain.intro")}</p>
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
        {!data && !error ? <Loading /> : null}
        {data
          ? PARTS.map((part) => (
              <section key={part} className="explain__part">
                <h3 className="explain__part-title">{t(`explain.${part}`)}</h3>
                {part === "grains" && hasDays(data.grains) ? (
                  <GrainTable grains={data.grains} region={region} unit={unitOf(data.charge["unit"])} />
                ) : (
                  <ExplainTree value={data[part]} region={region} />
                )}
              </section>
            ))
          : null}
      </div>
    </Drawer>
  );
}
