import { pieces as en } from "../../i18n/en/pieces.ts";
import type { Language } from "../../i18n/index.ts";
import { pieces as ru } from "../../i18n/ru/pieces.ts";

/** The pieces' own words: in no console's texts, for no console says them. */
export const WORDS: Readonly<Record<Language, typeof ru>> = { ru, en };
