import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { peopleQuery } from "../api/office-queries.ts";

const USER = /(?:user:)?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/;
/** So many are asked for at once; the ids of further ones stay. */
const MOST = 100;

/** Who did it: the books keep ids and `cli:NAME`, people read names. Until they have come, what the books keep. */
export function useWho(codes: readonly (string | null | undefined)[]): (code: string) => string {
  const { t } = useTranslation();
  const ids = [...new Set(codes.flatMap((code) => USER.exec(code ?? "")?.[1] ?? []))].sort().slice(0, MOST);
  const { data } = useQuery(peopleQuery(ids));
  return (code) => {
    if (code === "anonymous" || code === "program") return t(`who.${code}`);
    const [, kind, rest] = /^(cli|os|token|job):(.+)$/s.exec(code) ?? [];
    if (kind === "job") return t("who.job", { name: rest });
    if (kind !== undefined) return t(kind === "token" ? "who.token" : "who.cli", { name: rest });
    return code.replace(USER, (whole, id: string) => data?.items.find((one) => one.id === id)?.name ?? whole);
  };
}
