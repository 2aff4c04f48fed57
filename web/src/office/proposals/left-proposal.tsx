import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

interface LeftProposalProps {
  readonly id: string;
  readonly words?: "left" | "leftFile";
}

/** AUD-03: what one asked for waits for a second person, and where. */
export function LeftProposal({ id, words = "left" }: LeftProposalProps) {
  const { t } = useTranslation();
  return (
    <Link to="/office/proposals/$id" params={{ id }}>
      {t(`proposals.${words}`, { id })}
    </Link>
  );
}
