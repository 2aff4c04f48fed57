import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { askedQuery } from "../../api/queries.ts";
import { saidLater } from "../../i18n/index.ts";

const AskedList = lazy(() => saidLater(import("./asked-list.tsx")));

/** REG-04, REG-05: invitations and projects to own that wait for one's answer, above every page until it is given. */
export function AskedBanner() {
  const { data } = useQuery(askedQuery);
  if (!data || data.items.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <AskedList items={data.items} />
    </Suspense>
  );
}
