import { PasswordInput, TextInput } from "@gravity-ui/uikit";
import { type RefObject, useId } from "react";
import { useTranslation } from "react-i18next";
import { passwordWeakness } from "../../../../src/core/password.ts";
import { usePreferences } from "../../ui/preferences.tsx";

interface TextFieldProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly onUpdate: (value: string) => void;
  readonly error: string | null;
  readonly autoComplete: string;
  readonly controlRef: RefObject<HTMLInputElement | null>;
  readonly type?: "text" | "email" | "tel";
  readonly inputMode?: "numeric";
  readonly autoFocus?: boolean;
}

/** One line of a form at the door; the error stands below it. */
export function TextField({ label, error, type = "text", inputMode, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <div>
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <TextInput
        id={id}
        size="l"
        type={type}
        {...(inputMode ? { controlProps: { inputMode } } : {})}
        {...rest}
        {...(error === null ? {} : { validationState: "invalid" as const, errorMessage: error })}
      />
    </div>
  );
}

interface NewPasswordProps {
  readonly email: string;
  readonly person: string;
  readonly value: string;
  readonly onUpdate: (value: string) => void;
  readonly checked: boolean;
  readonly controlRef: RefObject<HTMLInputElement | null>;
}

/** A password that is being made up: says while one types what is still wrong with it, by the server's own rule. */
export function NewPassword({ email, person, value, onUpdate, checked, controlRef }: NewPasswordProps) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const id = useId();
  const hintId = useId();
  const weakness = passwordWeakness(value, email, person);
  const state = weakness === null ? t("signUp.passwordGood") : weakness[language];
  return (
    <div>
      <label className="field__label" htmlFor={id}>
        {t("signUp.newPassword")}
      </label>
      <PasswordInput
        id={id}
        controlRef={controlRef}
        controlProps={{ "aria-describedby": hintId }}
        hideCopyButton
        size="l"
        name="new-password"
        autoComplete="new-password"
        value={value}
        onUpdate={onUpdate}
        {...(checked && weakness !== null ? { validationState: "invalid" as const } : {})}
      />
      <p className="door__hint" id={hintId} aria-live="polite">
        {value === "" ? t("signUp.passwordRule") : state}
      </p>
    </div>
  );
}

/** What is wrong with a mail address as it is typed; the server has the last word. */
export function emailProblem(email: string): "emailRequired" | "emailInvalid" | null {
  if (email.trim() === "") return "emailRequired";
  return /^\S+@\S+\.\S+$/.test(email.trim()) ? null : "emailInvalid";
}
