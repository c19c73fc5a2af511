import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Inject,
  Logger,
} from "@nestjs/common"
import { html } from "@qriskit/console/html"
import { QrisError } from "@qriskit/core"
import {
  DatabaseFailure,
  IdempotencyConflict,
  InvalidInput,
  NoSuchPayment,
  NoSuchProvider,
  WrongState,
} from "@qriskit/payments"
import type { Request, Response } from "express"
import { PageMaker } from "../html/page.js"
import type { Words } from "../words/words.js"
import { type Visit, visitOf } from "./visit.js"

/** What a page says about a failure. */
interface Trouble {
  readonly status: number
  readonly say: keyof Words["trouble"]
}

/** What a failure at the acquirer means for the money, by what was asked of it. */
const AT_CREATE = { not_sent: "notSent", refused: "refused", unknown: "unknown" } as const
const AT_CANCEL = { not_sent: "cancelNotSent", refused: "cancelRefused", unknown: "cancelUnknown" } as const

const acquirerTrouble = ({ operation, outcome }: QrisError): Trouble => ({
  status: 502,
  say: (operation === "create" ? AT_CREATE : AT_CANCEL)[outcome],
})

const BY_STATUS: Readonly<Record<number, keyof Words["trouble"]>> = {
  403: "atBranch",
  404: "notFound",
  413: "tooLarge",
  503: "database",
}

const httpTrouble = (status: number): Trouble => ({
  status,
  say: BY_STATUS[status] ?? (status < 500 ? "badRequest" : "internal"),
})

const troubleOf = (error: unknown): Trouble => {
  if (error instanceof HttpException) return httpTrouble(error.getStatus())
  if (error instanceof QrisError) return acquirerTrouble(error)
  if (error instanceof NoSuchPayment) return { status: 404, say: "notFound" }
  if (error instanceof IdempotencyConflict) return { status: 409, say: "conflict" }
  if (error instanceof WrongState) return { status: 409, say: "state" }
  if (error instanceof InvalidInput || error instanceof NoSuchProvider)
    return { status: 400, say: "badRequest" }
  if (error instanceof DatabaseFailure) return { status: 503, say: "database" }
  return { status: 500, say: "internal" }
}

const isPage = ({ path }: Request): boolean => !/^\/(api|webhooks|health)(\/|$)/.test(path)

/** Answers failures as pages, in the visitor's language. Those who are not signed in are sent to the login. */
@Catch()
export class TroubleFilter implements ExceptionFilter {
  readonly #pages: PageMaker
  readonly #log = new Logger("Trouble")

  constructor(@Inject(PageMaker) pages: PageMaker) {
    this.#pages = pages
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp()
    const request = http.getRequest<Request>()
    const response = http.getResponse<Response>()
    const { status, say } = troubleOf(error)
    if (status >= 500)
      this.#log.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
    if (response.headersSent) {
      response.end()
      return
    }
    if (!isPage(request)) {
      response
        .status(status)
        .json(error instanceof HttpException ? error.getResponse() : { statusCode: status })
      return
    }
    const isLive = request.path.endsWith("/live")
    if (status === 401 && !isLive) {
      const next = request.method === "GET" ? request.originalUrl : "/"
      response.redirect(303, `/login?next=${encodeURIComponent(next)}`)
      return
    }
    const visit = visitOf(request)
    response.status(status).send(this.#pages.render(visit, troublePage(visit, say, error)))
  }
}

const troublePage = ({ words }: Visit, say: keyof Words["trouble"], error: unknown) => ({
  title: words.trouble.title,
  main: html`<section class="card narrow">
  <h1>${words.trouble.title}</h1>
  <p role="alert">${words.trouble[say]}</p>
  ${error instanceof QrisError && html`<p class="hint" lang="en">${error.reason.message}</p>`}
  <p><a class="button main" href="/">${words.trouble.back}</a></p>
</section>`,
})
