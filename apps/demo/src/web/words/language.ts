import { LANGUAGES, type Language } from "@qriskit/console/html"
import type { Request, RequestHandler } from "express"
import { cookieIn } from "../http/cookies.js"

const COOKIE = "language"
const A_YEAR = 365 * 24 * 60 * 60_000

const isLanguage = (text: unknown): text is Language => text === "id" || text === "en"

/** The one that was chosen. */
export const chosenLanguage = (cookies: string | undefined): Language | undefined => {
  const chosen = cookieIn(cookies, COOKIE)
  return isLanguage(chosen) ? chosen : undefined
}

/** The one that was chosen, else the browser's, else Indonesian. */
export const languageOf = (request: Request): Language => {
  const chosen = chosenLanguage(request.headers.cookie)
  if (chosen !== undefined) return chosen
  const preferred = request.acceptsLanguages(...LANGUAGES)
  return isLanguage(preferred) ? preferred : "id"
}

/** `?lang=en` on any page chooses a language and leads back to the page. */
export const chooseLanguage: RequestHandler = (request, response, next) => {
  const { lang } = request.query
  if (request.method !== "GET" || !isLanguage(lang)) return next()
  response.cookie(COOKIE, lang, { maxAge: A_YEAR, sameSite: "lax", httpOnly: true, secure: request.secure })
  const url = new URL(request.originalUrl, "http://page")
  url.searchParams.delete("lang")
  // One slash: a path that begins with two would be another host.
  response.redirect(303, `${url.pathname.replace(/^\/+/, "/")}${url.search}`)
}
