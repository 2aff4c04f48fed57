import { ArrowLeft } from "@gravity-ui/icons";
import { Icon } from "@gravity-ui/uikit";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ListedRequest } from "../api/fetch.ts";
import { Page } from "./page.tsx";
import { RequestTurn } from "./request-thread.tsx";
import { ErrorState, Loading } from "./states.tsx";

type Shown = Pick<ListedRequest, "state" | "dueAt" | "title" | "nextActor" | "overdue">;

interface FrameProps<Request extends Shown> {
  readonly found: UseQueryResult<Request, Error>;
  readonly zoneOf: (request: Request) => string;
  /** The way back to the list, around the arrow and its words. */
  readonly back: (label: ReactNode) => ReactNode;
  readonly backText: string;
  readonly children: (request: Request) => ReactNode;
}

/** REQ-11: the page of one request, whoever looks at it: what it is about, whose turn it is, and the way back. */
export function RequestFrame<Request extends Shown>({ found, zoneOf, back, backText, children }: FrameProps<Request>) {
  const { t } = useTranslation();
  const { data } = found;
  return (
    <Page
      title={data?.title ?? t("request.number")}
      lead={data ? <RequestTurn request={data} timeZone={zoneOf(data)} /> : null}
      aside={back(
        <>
          <Icon data={ArrowLeft} size={16} /> {backText}
        </>,
      )}
    >
      {found.isPending ? (
        <div className="card">
          <Loading />
        </div>
      ) : null}
      {found.isError ? (
        <div className="card">
          <ErrorState error={found.error} onRetry={() => void found.refetch()} />
        </div>
      ) : null}
      {data ? children(data) : null}
    </Page>
  );
}
