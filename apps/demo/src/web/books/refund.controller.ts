import { Body, Controller, Inject, Param, Post, Req, Res, UseGuards } from "@nestjs/common"
import { ApiExcludeController } from "@nestjs/swagger"
import { IdempotencyConflict, NotRefundable } from "@qriskit/payments"
import type { Request, Response } from "express"
import { PageMaker } from "../html/page.js"
import { formOf } from "../http/form.js"
import { visitOf } from "../http/visit.js"
import { addressAt } from "../session/seat.js"
import { accountOf, SignedInGuard, seatOf } from "../session/signed-in.guard.js"
import { TILL, type Till } from "../till/till.js"
import { PaymentStory } from "./payment-story.js"
import { decodeRefund, emptyRefund, type RefundEntry, refundEntryOf } from "./refund-form.js"
import type { RefundView } from "./refund-section.js"
import { timelinePage } from "./timeline-page.js"

/** What was not done, and why. */
type Undone = Pick<RefundView, "entry"> & Partial<Pick<RefundView, "mistakes" | "refusal">>

@ApiExcludeController()
@UseGuards(SignedInGuard)
@Controller("books/payments")
export class RefundController {
  readonly #pages: PageMaker
  readonly #till: Till
  readonly #story: PaymentStory

  constructor(
    @Inject(PageMaker) pages: PageMaker,
    @Inject(TILL) till: Till,
    @Inject(PaymentStory) story: PaymentStory,
  ) {
    this.#pages = pages
    this.#till = till
    this.#story = story
  }

  /** Gives money back; the payment's page tells how far that has come. */
  @Post(":key/refund")
  async refund(
    @Param("key") key: string,
    @Body() body: unknown,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const account = accountOf(request)
    const entry = refundEntryOf(formOf(body))
    const undone = await this.#give(key, account, entry)
    if (undone === undefined) {
      response.redirect(303, addressAt(seatOf(request), { key, ...account }, "/books/payments"))
      return
    }
    const visit = visitOf(request)
    const story = await this.#story.of(key, account, undone)
    response
      .status(undone.mistakes === undefined ? 409 : 422)
      .send(
        this.#pages.render(
          { ...visit, path: addressAt(seatOf(request), story.record, "/books/payments") },
          timelinePage(visit, story),
        ),
      )
  }

  async #give(
    key: string,
    account: ReturnType<typeof accountOf>,
    entry: RefundEntry,
  ): Promise<Undone | undefined> {
    const decoded = decodeRefund(entry)
    if (!decoded.ok) {
      const isStale = decoded.mistakes.includes("stale")
      return { entry: isStale ? { ...entry, id: emptyRefund().id } : entry, mistakes: decoded.mistakes }
    }
    try {
      await this.#till.refund(key, { ...decoded.refund, ...account })
      return undefined
    } catch (error) {
      if (error instanceof NotRefundable) return { entry, refusal: error.why }
      // The same form once more with another amount: what it first asked for stands.
      if (error instanceof IdempotencyConflict)
        return { entry: { ...entry, id: emptyRefund().id }, mistakes: ["stale"] }
      throw error
    }
  }
}
