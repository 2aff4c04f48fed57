import { Button, TextInput } from "@gravity-ui/uikit";
import { type FormEvent, useState } from "react";
import "./filters.css";

interface SearchFormProps {
  /** What is searched for now; give it as the key as well, so that another address shows its own words. */
  readonly value: string;
  readonly label: string;
  readonly submit: string;
  readonly maxLength: number;
  /** Without spaces around; undefined when nothing is left. */
  readonly onSearch: (text: string | undefined) => void;
}

/** One field and a button: what is typed is searched for when it is sent, not with every letter. */
export function SearchForm({ value, label, submit, maxLength, onSearch }: SearchFormProps) {
  const [typed, setTyped] = useState(value);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(typed.trim() || undefined);
  };
  return (
    <form className="filters" role="search" onSubmit={onSubmit}>
      <TextInput
        className="filters__search"
        size="l"
        value={typed}
        onUpdate={setTyped}
        placeholder={label}
        hasClear
        controlProps={{ "aria-label": label, maxLength }}
      />
      <Button size="l" type="submit">
        {submit}
      </Button>
    </form>
  );
}
