import { TextInput } from "@gravity-ui/uikit";
import { useId } from "react";

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onUpdate: (value: string) => void;
  readonly type?: "text" | "email";
  readonly error?: string | null;
}

/** One line of a form of the settings; its error stands below it. */
export function Field({ label, value, onUpdate, type = "text", error = null }: FieldProps) {
  const id = useId();
  return (
    <div className="settings__field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <TextInput
        id={id}
        size="l"
        type={type}
        autoComplete="off"
        value={value}
        onUpdate={onUpdate}
        {...(error === null ? {} : { validationState: "invalid" as const, errorMessage: error })}
      />
    </div>
  );
}
