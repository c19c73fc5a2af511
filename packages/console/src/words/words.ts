import { english } from "./english.js"
import { indonesian } from "./indonesian.js"
import type { Language } from "./language.js"
import type { Words } from "./sentences.js"

export type { Words } from "./sentences.js"

/** Every word, in each language. */
export const WORDS: Readonly<Record<Language, Words>> = { id: indonesian, en: english }
