import type { Issue } from "../issue.js"
import { ENGLISH } from "./english.js"
import { INDONESIAN } from "./indonesian.js"

/** English or Indonesian (ISO 639). */
export type Language = "en" | "id"

const SENTENCES = { en: ENGLISH, id: INDONESIAN }

/**
 * An issue as a whole sentence.
 *
 * @example
 * ```ts
 * import type { Issue } from "@qriskit/payload"
 * import { sentence } from "@qriskit/payload/messages"
 *
 * const explain = (issue: Issue): string => sentence(issue, "id") // "CRC tertulis A79C, tetapi hasil hitung 7F7A: …"
 * ```
 */
export const sentence = (issue: Issue, language: Language): string => {
  const { code, path, found = "", allowed = "" } = issue
  const places: Readonly<Record<string, string>> = { path, found, allowed }
  return SENTENCES[language][code].replace(/\{(\w+)\}/g, (_, place: string) => places[place] ?? "")
}
