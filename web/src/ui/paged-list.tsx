import { Button } from "@gravity-ui/uikit";
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { usePreferences } from "./preferences.tsx";
import { problemText } from "./problem-text.ts";
import { ErrorState, Loading } from "./states.tsx";
import "./table.css";

interface ListPage {
  readonly items: readonly unknown[];
}

interface PagedListProps<Page extends ListPage> {
  readonly list: UseInfiniteQueryResult<InfiniteData<Page>>;
  /** What stands there when the list has nothing: usually an EmptyState. */
  readonly empty: ReactNode;
  /** The rows of all pages that have come. */
  readonly children: (pages: readonly Page[]) => ReactNode;
}

/**
 * A list that comes page by page (`items` and `nextCursor` on the wire): a skeleton, a failure that can be tried again,
 * nothing, or rows with the way to the next ones, until there are no more. A page that fails leaves the rows before it.
 */
export function PagedList<Page extends ListPage>({ list, empty, children }: PagedListProps<Page>) {
  const pages = list.data?.pages ?? [];
  const failed = list.isError && !list.isFetchNextPageError;
  if (list.isPending || failed || pages.every(({ items }) => items.length === 0))
    return (
      <div className="card">
        {list.isPending ? <Loading /> : null}
        {failed ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
        {list.isPending || failed ? null : empty}
      </div>
    );
  return (
    <div className="card refreshing" aria-busy={list.isPlaceholderData}>
      {children(pages)}
      <Foot list={list} count={pages.reduce((sum, { items }) => sum + items.length, 0)} />
    </div>
  );
}

interface FootProps {
  readonly list: UseInfiniteQueryResult<InfiniteData<ListPage>>;
  readonly count: number;
}

/** Nothing under a list that came whole. */
function Foot({ list, count }: FootProps) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  if (!list.hasNextPage && list.data?.pages.length === 1) return null;
  return (
    <div className="table-more">
      {list.hasNextPage ? (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {list.isFetchNextPageError ? t("action.retry") : t("action.more")}
        </Button>
      ) : null}
      {list.isFetchNextPageError ? (
        <span className="danger" role="alert">
          {problemText(list.error, language, t).text}
        </span>
      ) : (
        <span className="muted" aria-live="polite">
          {list.hasNextPage ? t("list.loaded", { count }) : t("list.all", { count })}
        </span>
      )}
    </div>
  );
}
