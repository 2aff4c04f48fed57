import { FloppyDisk, Xmark } from "@gravity-ui/icons";
import { Button, Icon, TextInput } from "@gravity-ui/uikit";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, done } from "../api/fetch.ts";
import { savedFiltersQuery } from "../api/queries.ts";
import { Refused } from "../ui/told.tsx";
import "./saved-filters.css";

interface SavedFiltersProps {
  /** Which list they belong to. */
  readonly list: string;
  /** The filter of now, as in the address; empty: nothing is filtered. */
  readonly query: string;
  readonly onChoose: (query: string) => void;
}

/** What somebody looks at again and again in a list: chosen by its name, kept and removed. */
export function SavedFilters({ list, query, onChoose }: SavedFiltersProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const saved = useQuery(savedFiltersQuery(list)).data ?? [];
  const [name, setName] = useState<string | null>(null);
  const refresh = () => void queryClient.invalidateQueries({ queryKey: savedFiltersQuery(list).queryKey });
  const save = useMutation({
    mutationFn: (given: string) => done(api.PUT("/v1/me/saved-filters", { body: { list, name: given, query } })),
    onSuccess: () => {
      setName(null);
      refresh();
    },
  });
  const remove = useMutation({
    mutationFn: (id: string) => done(api.DELETE("/v1/me/saved-filters/{id}", { params: { path: { id } } })),
    onSettled: refresh,
  });
  const isNew = query !== "" && !saved.some((one) => one.query === query);
  if (saved.length === 0 && !isNew) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name?.trim()) save.mutate(name);
  };
  return (
    <section className="saved-filters" aria-label={t("saved.title")}>
      {saved.map((one) => (
        <span key={one.id} className="saved-filters__one">
          <Button
            size="m"
            view={one.query === query ? "outlined-action" : "outlined"}
            aria-pressed={one.query === query}
            onClick={() => onChoose(one.query)}
          >
            {one.name}
          </Button>
          <Button
            size="m"
            view="flat"
            aria-label={t("saved.remove", { name: one.name })}
            onClick={() => remove.mutate(one.id)}
          >
            <Icon data={Xmark} />
          </Button>
        </span>
      ))}
      {isNew && name === null ? (
        <Button size="m" view="flat" onClick={() => setName("")}>
          <Icon data={FloppyDisk} /> {t("saved.save")}
        </Button>
      ) : null}
      {isNew && name !== null ? (
        <form className="saved-filters__one" onSubmit={submit}>
          <TextInput
            size="m"
            autoFocus
            value={name}
            onUpdate={setName}
            placeholder={t("saved.name")}
            controlProps={{ "aria-label": t("saved.name"), maxLength: 60 }}
          />
          <Button size="m" type="submit" view="action" loading={save.isPending} disabled={name.trim() === ""}>
            {t("saved.keep")}
          </Button>
        </form>
      ) : null}
      <Refused error={save.error ?? remove.error} />
    </section>
  );
}
