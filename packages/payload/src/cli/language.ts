import type { Language } from "../messages/index.js"
import { UsageError } from "./outcome.js"

export const languageOf = (lang: string | undefined): Language => {
  if (lang === undefined || lang === "en") return "en"
  if (lang === "id") return "id"
  throw new UsageError(`--lang is en or id, not "${lang}".`)
}
