import { pageAnswer, redirectTo, textAnswer } from "./answer/answer.js"
import { assetAnswer } from "./answer/assets.js"
import { progressAnswer } from "./answer/progress-answer.js"
import { inTime, type Visitor } from "./authorize.js"
import { documentOf, type Page } from "./html/page.js"
import { liveAnswer } from "./live/live-answer.js"
import type { ConsoleOptions } from "./options.js"
import { PLACES, ROUTES } from "./pages/pages.js"
import {
  BUSY,
  NOT_ALLOWED,
  NOT_FOUND,
  STALE_FORM,
  type Trouble,
  troubleOf,
  troublePage,
} from "./pages/trouble.js"
import { readForm } from "./request/body.js"
import { formToken, isTokenOf } from "./request/form-token.js"
import { isOtherSite } from "./request/own-site.js"
import { bodyLimit, mostBytes, readUpload } from "./request/upload.js"
import { type House, mayAct, type Visit } from "./request/visit.js"
import type { Route, Uploaded } from "./routing.js"
import { settingsOf } from "./settings.js"
import { languageOf } from "./words/language.js"
import { WORDS, type Words } from "./words/words.js"

/** The console: a function from a request to an answer, with what ends its live pages. */
export interface Console {
  (request: Request): Promise<Response>
  /** Ends every live page, so that a server that closes need not wait for them. Payments stay open. */
  close(): void
}

/** Pages that may be live at the same time, in one process. */
const MOST_LIVE = 500

/** Files that are read and imported at the same time, in one process. Each is held in memory. */
const MOST_UPLOADS = 2

const NOTHING_UPLOADED: Uploaded = { file: undefined, tell: () => {} }

const READS: ReadonlySet<string> = new Set(["GET", "HEAD"])

/** The page that a path names below where the console is mounted; `undefined` where it is not below. */
const pageIn = (pathname: string, path: string): string | undefined => {
  if (pathname === path) return ""
  return pathname.startsWith(`${path}/`) ? pathname.slice(path.length + 1) : undefined
}

const withoutBody = (answer: Response): Response => {
  answer.body?.cancel().catch(() => {})
  return new Response(null, answer)
}

/**
 * Pages for the people who run payments: the books, each payment with its whole story, findings, dead
 * letters, callbacks, money of nobody's, accounts, health and who did what. Mount it in your own application,
 * in front of body parsers.
 *
 * @param options `payments` and `authorize`, and what may be set; see `ConsoleOptions`
 * @throws InvalidConfiguration that names each option that cannot be right
 *
 * @example
 * ```ts
 * import { createConsole } from "@qriskit/console"
 * import { createPayments } from "@qriskit/payments/promise"
 * import { createZipay } from "@qriskit/provider-zipay/promise"
 *
 * declare const zipay: ReturnType<typeof createZipay>
 * declare const staffOf: (cookie: string | null) => Promise<{ name: string; isManager: boolean } | undefined>
 *
 * const payments = await createPayments({ database: "./data", providers: [zipay] })
 * const console = createConsole({
 *   payments,
 *   providers: [zipay],
 *   path: "/qris",
 *   authorize: async (request) => {
 *     const person = await staffOf(request.headers.get("cookie"))
 *     if (person === undefined) return new Response(null, { status: 303, headers: { location: "/login" } })
 *     return { who: person.name, may: person.isManager ? "act" : "look" }
 *   },
 * })
 * const answer = await console(new Request("https://toko.example/qris/books"))
 * ```
 */
export const createConsole = (options: ConsoleOptions): Console => {
  const { path, handle, close } = openConsole(options)
  return Object.assign(
    (request: Request): Promise<Response> => handle(request, pageIn(new URL(request.url).pathname, path)),
    { close },
  )
}

/** The same for a door that knows which page is asked for. */
export interface OpenedConsole {
  /** Where it says it is mounted. */
  readonly path: string
  /** @param page the last piece of the path; empty: where it is mounted; undefined: not below that */
  readonly handle: (request: Request, page: string | undefined) => Promise<Response>
  readonly close: () => void
  /** What a door has to let in, in bytes. */
  readonly bodyLimit: number
  /** Tells the host what went wrong. */
  readonly tell: (error: unknown) => void
}

/** @throws InvalidConfiguration that names each option that cannot be right */
export const openConsole = (options: ConsoleOptions): OpenedConsole => {
  const settings = settingsOf(options)
  const house: House = { options, settings, payments: options.payments }
  const authorize = inTime(options.authorize, settings.authorizeMillis)
  const tell = (error: unknown): void => {
    if (options.onError === undefined) console.error("The console:", error)
    else options.onError(error)
  }
  const closing = new AbortController()
  let lines = 0

  const live = (request: Request, visitor: Visitor): Response => {
    if (lines >= MOST_LIVE || closing.signal.aborted)
      return textAnswer(WORDS[languageOf(request.headers)].trouble.busy, 503)
    lines += 1
    return liveAnswer({
      payments: options.payments,
      visitor,
      refreshMillis: settings.refreshMillis,
      mayStillLook: async () => {
        const now = await authorize(request)
        return (
          now !== undefined &&
          !(now instanceof Response) &&
          now.who === visitor.who &&
          now.account === visitor.account
        )
      },
      signal: AbortSignal.any([request.signal, closing.signal]),
      ended: () => {
        lines -= 1
      },
    })
  }

  const answered = async (request: Request, url: URL, page: string): Promise<Response> => {
    const words = WORDS[languageOf(request.headers)]
    const isRead = READS.has(request.method)
    if (isRead) {
      const asset = assetAnswer(page)
      if (asset !== undefined) return asset
    } else if (isOtherSite(request.headers)) return textAnswer(words.trouble.otherSite, 403)
    const visitor = await authorize(request)
    if (visitor instanceof Response) return visitor
    if (visitor === undefined) return textAnswer(words.trouble.forbidden, 403)
    if (page === "live" && isRead) return live(request, visitor)
    const visit = visitOf(house, request, url, visitor, page)
    const draw = (drawn: Page | Response): Response =>
      drawn instanceof Response ? drawn : pageAnswer(documentOf(visit, drawn, PLACES), drawn.status)
    const failed = (trouble: Trouble, error?: unknown): Response => draw(troublePage(visit, trouble, error))
    if (page === "") return redirectTo(url.pathname.endsWith("/") ? "books" : booksBelow(url.pathname))
    const found = ROUTES.filter(
      ({ page: name, needs }) => name === page && (needs === undefined || options[needs] !== undefined),
    )
    if (found.length === 0) return failed(NOT_FOUND)
    const route = found.find(({ method }) => (isRead ? "GET" : request.method) === method)
    if (route === undefined) return notSo(words, found[0]?.method ?? "GET")
    const drawn = async (work: () => Promise<Page | Response>): Promise<Response> => {
      try {
        return draw(await work())
      } catch (error) {
        const trouble = troubleOf(error)
        if (trouble.status >= 500) tell(error)
        return failed(trouble, error)
      }
    }
    const isOurs = (form: URLSearchParams): boolean =>
      isTokenOf(settings.secret, visitor, form.get("token") ?? "", Date.now())
    if (isRead) return drawn(() => route.answer(visit, new URLSearchParams(), NOTHING_UPLOADED))
    if (route.takesFile === true) return upload(route, visit, request, isOurs, drawn)
    return drawn(async () => {
      const form = await readForm(request)
      return isOurs(form) ? route.answer(visit, form, NOTHING_UPLOADED) : troublePage(visit, STALE_FORM)
    })
  }

  let uploads = 0
  const upload = async (
    route: Route,
    visit: Visit,
    request: Request,
    isOurs: (form: URLSearchParams) => boolean,
    drawn: (work: () => Promise<Page | Response>) => Promise<Response>,
  ): Promise<Response> => {
    if (!mayAct(visit)) return drawn(async () => troublePage(visit, NOT_ALLOWED))
    if (uploads >= MOST_UPLOADS) return drawn(async () => troublePage(visit, BUSY))
    uploads += 1
    let isHandedOn = false
    try {
      return await drawn(async () => {
        const { form, file } = await readUpload(request, mostBytes(options))
        if (!isOurs(form)) return troublePage(visit, STALE_FORM)
        if (form.get("live") === null) return route.answer(visit, form, { ...NOTHING_UPLOADED, file })
        isHandedOn = true
        return progressAnswer((told) =>
          drawn(() => route.answer(visit, form, { file, tell: told })).finally(() => {
            uploads -= 1
          }),
        )
      })
    } finally {
      if (!isHandedOn) uploads -= 1
    }
  }

  const handle: OpenedConsole["handle"] = async (request, page) => {
    const url = new URL(request.url)
    if (page === undefined) return textAnswer(WORDS[languageOf(request.headers)].trouble.notFound, 404)
    try {
      const answer = await answered(request, url, page)
      return request.method === "HEAD" ? withoutBody(answer) : answer
    } catch (error) {
      tell(error)
      return textAnswer(WORDS[languageOf(request.headers)].trouble.internal, 500)
    }
  }
  return { path: settings.path, handle, close: () => closing.abort(), bodyLimit: bodyLimit(options), tell }
}

/** Mounted at `/qris` and asked for without a slash at its end: `qris/books`, seen from there. */
const booksBelow = (pathname: string): string => `${pathname.slice(pathname.lastIndexOf("/") + 1)}/books`

const notSo = ({ trouble }: Words, method: "GET" | "POST"): Response =>
  textAnswer(trouble.badRequest, 405, { allow: method === "GET" ? "GET, HEAD" : method })

const visitOf = (house: House, request: Request, url: URL, visitor: Visitor, page: string): Visit => {
  const language = visitor.language ?? languageOf(request.headers)
  const isRead = READS.has(request.method)
  return {
    house,
    visitor,
    language,
    words: WORDS[language],
    // What a form's answer shows has no address of its own.
    page: isRead ? page : page.endsWith("-statement") ? "statements" : "books",
    query: isRead ? url.searchParams : new URLSearchParams(),
    token: formToken(house.settings.secret, visitor, Date.now()),
    signal: request.signal,
  }
}
