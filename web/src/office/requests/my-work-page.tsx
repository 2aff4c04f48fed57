import { CircleCheck } from "@gravity-ui/icons";
import { SegmentedRadioGroup } from "@gravity-ui/uikit";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { myWorkQuery } from "../../api/office-queries.ts";
import { Page } from "../../ui/page.tsx";
import { PagedList } from "../../ui/paged-list.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { WaitingProposals } from "../proposals/waiting-proposals.tsx";
import { WORK_SHOWS } from "../search.ts";
import { CaseTable } from "./case-table.tsx";
import "../../ui/filters.css";

/** REQ-11: what waits for who looks, by deadline, breaches first; and what they keep an eye on. */
export function MyWorkPage() {
  const { t } = useTranslation();
  const { show = "waiting" } = useSearch({ from: "/office/my-work" });
  const navigate = useNavigate({ from: "/office/my-work" });
  const work = useInfiniteQuery({ ...myWorkQuery(show), placeholderData: keepPreviousData });
  const empty = (
    <EmptyState icon={CircleCheck} title={t(`myWork.empty_${show}`)} hint={t(`myWork.emptyHint_${show}`)} />
  );
  return (
    <Page title={t("myWork.title")} lead={t(`myWork.lead_${show}`)}>
      <WaitingProposals />
      <div className="filters">
        <SegmentedRadioGroup
          size="l"
          aria-label={t("cases.show")}
          value={show}
          options={WORK_SHOWS.map((one) => ({ value: one, content: t(`myWork.show_${one}`) }))}
          onUpdate={(chosen) => {
            const found = WORK_SHOWS.find((one) => one === chosen && one !== "waiting");
            void navigate({ search: { show: found }, replace: true });
          }}
        />
      </div>
      <PagedList list={work} empty={empty}>
        {(pages) => <CaseTable caption={t("myWork.title")} cases={pages.flatMap(({ items }) => items)} />}
      </PagedList>
    </Page>
  );
}
