import { Label } from "@gravity-ui/uikit";
import { useTranslation } from "react-i18next";
import type { Proposal } from "../../api/fetch.ts";

const THEMES = {
  open: "warning",
  done: "success",
  refused: "danger",
  withdrawn: "unknown",
  expired: "unknown",
} as const;

export function ProposalState({ state }: { readonly state: Proposal["state"] }) {
  const { t } = useTranslation();
  return <Label theme={THEMES[state]}>{t(`proposals.state_${state}`)}</Label>;
}
