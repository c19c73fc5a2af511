import {
  Controller,
  Get,
  Inject,
  Param,
  Req,
  Res,
  ServiceUnavailableException,
  UseGuards,
} from "@nestjs/common"
import { ApiExcludeController } from "@nestjs/swagger"
import type { Request, Response } from "express"
import { visitOf } from "../http/visit.js"
import { Access } from "../session/access.js"
import { sessionToken } from "../session/session-cookie.js"
import { accountOf, SignedInGuard } from "../session/signed-in.guard.js"
import { LiveFeed } from "./live-feed.js"
import { paymentPanel } from "./payment-panel.js"
import { PaymentView } from "./payment-view.js"

/** Pages that may watch at the same time. */
const MOST = 500

/** A line now and then tells both ends that the other is still there, in milliseconds. */
const HEARTBEAT = 15_000

/** How soon a page asks again after the line broke, in milliseconds. */
const RETRY = 1_000

const lastSeen = (request: Request): number => {
  const header = request.headers["last-event-id"]
  const text = typeof header === "string" ? header : request.query["after"]
  return typeof text === "string" && /^\d{1,9}$/.test(text) ? Number(text) : 0
}

/**
 * A payment as it changes, as server-sent events. An event's id is the number of the payment's last event, which is
 * kept in the database: a page that comes back, even to a server that was restarted, is told what it has missed and
 * nothing else. The stream ends with the session that it began in: `over` is the last thing that it says.
 */
@ApiExcludeController()
@UseGuards(SignedInGuard)
@Controller()
export class LiveController {
  readonly #feed: LiveFeed
  readonly #payments: PaymentView
  readonly #access: Access

  constructor(
    @Inject(LiveFeed) feed: LiveFeed,
    @Inject(PaymentView) payments: PaymentView,
    @Inject(Access) access: Access,
  ) {
    this.#feed = feed
    this.#payments = payments
    this.#access = access
  }

  @Get("payments/:key/live")
  async live(@Param("key") key: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    if (this.#feed.watching >= MOST) throw new ServiceUnavailableException()
    const visit = visitOf(request)
    const token = sessionToken(request) ?? ""
    const account = accountOf(request)
    await this.#payments.of(key, account)

    let seen = lastSeen(request)
    let isStale = true
    let isTelling = false
    /** Tells what is new, once for however many things happened meanwhile. */
    const tell = async (): Promise<void> => {
      if (isTelling) return
      isTelling = true
      while (isStale && !response.closed) {
        isStale = false
        const { view, seq } = await this.#payments.of(key, account)
        if (seq <= seen) continue
        // Whoever is signed out learns nothing more, even where no word of it has come yet.
        if ((await this.#access.session(token)) === undefined) return signedOut()
        seen = seq
        const title = visit.words.status[view.record.status]
        const told = { title, markup: String(paymentPanel(visit, view)), facts: view.facts }
        response.write(`id: ${seq}\nevent: payment\ndata: ${JSON.stringify(told)}\n\n`)
      }
      isTelling = false
    }
    const hangUp = (): void => void response.end()
    const signedOut = (): void => void response.end("event: over\ndata: signed out\n\n")
    // A database that is away ends the line: the page asks again.
    const wake = (): void => {
      isStale = true
      tell().catch(hangUp)
    }

    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    })
    response.write(`retry: ${RETRY}\n\n`)
    const unwatch = this.#feed.watch({ key, ...account }, wake)
    const heartbeat = setInterval(() => response.write(": still here\n\n"), HEARTBEAT)
    const unwatchSession = this.#access.watch(token, { over: signedOut, lost: hangUp })
    this.#feed.closing.addEventListener("abort", hangUp)
    response.on("close", () => {
      unwatch()
      unwatchSession()
      clearInterval(heartbeat)
      this.#feed.closing.removeEventListener("abort", hangUp)
    })
    wake()
  }
}
