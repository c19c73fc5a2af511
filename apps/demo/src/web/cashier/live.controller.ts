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
import { SignedInGuard } from "../session/signed-in.guard.js"
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
 * A payment as it changes, as server-sent events. An event's id is the number of the payment's last event, which is kept
 * in the database: a page that comes back, even to a server that was restarted, is told what it has missed and nothing else.
 */
@ApiExcludeController()
@UseGuards(SignedInGuard)
@Controller()
export class LiveController {
  readonly #feed: LiveFeed
  readonly #payments: PaymentView

  constructor(@Inject(LiveFeed) feed: LiveFeed, @Inject(PaymentView) payments: PaymentView) {
    this.#feed = feed
    this.#payments = payments
  }

  @Get("payments/:key/live")
  async live(@Param("key") key: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    if (this.#feed.watching >= MOST) throw new ServiceUnavailableException()
    const visit = visitOf(request)
    await this.#payments.of(key)

    let seen = lastSeen(request)
    let isStale = true
    let isTelling = false
    /** Tells what is new, once for however many things happened meanwhile. */
    const tell = async (): Promise<void> => {
      if (isTelling) return
      isTelling = true
      while (isStale && !response.closed) {
        isStale = false
        const { view, seq } = await this.#payments.of(key)
        if (seq <= seen) continue
        seen = seq
        const { status } = view.record
        const markup = String(paymentPanel(visit, view))
        const told = { status, title: visit.words.status[status], markup }
        response.write(`id: ${seq}\nevent: payment\ndata: ${JSON.stringify(told)}\n\n`)
      }
      isTelling = false
    }
    // A database that is away ends the line: the page asks again.
    const wake = (): void => {
      isStale = true
      tell().catch(() => response.end())
    }

    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    })
    response.write(`retry: ${RETRY}\n\n`)
    const unwatch = this.#feed.watch(key, wake)
    const heartbeat = setInterval(() => response.write(": still here\n\n"), HEARTBEAT)
    const hangUp = (): void => void response.end()
    this.#feed.closing.addEventListener("abort", hangUp)
    response.on("close", () => {
      unwatch()
      clearInterval(heartbeat)
      this.#feed.closing.removeEventListener("abort", hangUp)
    })
    wake()
  }
}
