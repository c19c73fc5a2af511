import type { Language } from "@qriskit/console/html"
import { english } from "./english.js"
import { indonesian } from "./indonesian.js"
import type { Words } from "./sentences.js"

export type { Words } from "./sentences.js"

export const WORDS: Readonly<Record<Language, Words>> = { id: indonesian, en: english }
