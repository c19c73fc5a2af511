/** The languages that pages are in. Indonesian where a browser names none of them. */
export const LANGUAGES = ["id", "en"] as const
/** A language of the pages. */
export type Language = (typeof LANGUAGES)[number]

const isLanguage = (text: string): text is Language => text === "id" || text === "en"

/** The language of a text that may be one's name. */
const languageNamed = (text: string): Language | undefined => (isLanguage(text) ? text : undefined)

const COOKIE = /(?:^|;\s*)qris-console-language=(id|en)(?:;|$)/

/** A year, in seconds. */
const KEPT = 365 * 24 * 60 * 60

/**
 * What remembers a choice. Without a path: a browser keeps it for the folder of the page that set it, which is the
 * console's, wherever that is mounted.
 */
export const languageCookie = (language: Language): string =>
  `qris-console-language=${language}; Max-Age=${KEPT}; SameSite=Lax; HttpOnly`

/** What a browser prefers: `en-GB,en;q=0.9,id;q=0.8`. Only so much of it is read. */
const preferred = (accepted: string): Language | undefined => {
  const ranked = accepted
    .slice(0, 500)
    .split(",")
    .flatMap((part) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";")
      const language = languageNamed(tag.split("-")[0] === "in" ? "id" : (tag.split("-")[0] ?? ""))
      const quality = Number(/q=([\d.]+)/.exec(parameters.join(";"))?.[1] ?? 1)
      return language === undefined || !(quality > 0) ? [] : [{ language, quality }]
    })
  return ranked.sort((a, b) => b.quality - a.quality)[0]?.language
}

/** The one that was chosen, else the browser's, else Indonesian. */
export const languageOf = (headers: Headers): Language =>
  languageNamed(COOKIE.exec(headers.get("cookie") ?? "")?.[1] ?? "") ??
  preferred(headers.get("accept-language") ?? "") ??
  "id"
