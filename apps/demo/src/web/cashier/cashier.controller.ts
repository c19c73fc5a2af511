import { Body, Controller, Get, Inject, Param, Post, Req, Res, UseGuards } from "@nestjs/common"
import { ApiExcludeController } from "@nestjs/swagger"
import type { QrisClient } from "@qriskit/nestjs"
import { WrongState } from "@qriskit/payments"
import type { Request, Response } from "express"
import { PageMaker } from "../html/page.js"
import { formOf } from "../http/form.js"
import { visitOf } from "../http/visit.js"
import { SignedInGuard } from "../session/signed-in.guard.js"
import { CLIENTS } from "../stage.js"
import { TILL, type Till } from "../till/till.js"
import { type AcquirerChoice, acquirerChoices } from "./acquirer-choice.js"
import { cashierPage } from "./cashier-page.js"
import { Opening } from "./opening.js"
import { decodeOrder, emptyEntry, entryOf, newOrderKey } from "./order-form.js"
import { paymentPage } from "./payment-page.js"
import { PaymentView } from "./payment-view.js"

@ApiExcludeController()
@UseGuards(SignedInGuard)
@Controller()
export class CashierController {
  readonly #pages: PageMaker
  readonly #opening: Opening
  readonly #payments: PaymentView
  readonly #till: Till
  readonly #choices: ReadonlyArray<AcquirerChoice>

  constructor(
    @Inject(PageMaker) pages: PageMaker,
    @Inject(Opening) opening: Opening,
    @Inject(PaymentView) payments: PaymentView,
    @Inject(TILL) till: Till,
    @Inject(CLIENTS) clients: ReadonlyArray<QrisClient>,
  ) {
    this.#pages = pages
    this.#opening = opening
    this.#payments = payments
    this.#till = till
    this.#choices = acquirerChoices(clients)
  }

  @Get()
  show(@Req() request: Request, @Res() response: Response): void {
    const visit = visitOf(request)
    const entry = emptyEntry(this.#choices[0]?.id ?? "")
    const page = cashierPage(visit, { entry, mistakes: [], choices: this.#choices })
    response.send(this.#pages.render(visit, page))
  }

  @Post("payments")
  async open(@Req() request: Request, @Body() body: unknown, @Res() response: Response): Promise<void> {
    const entry = entryOf(formOf(body))
    const decoded = decodeOrder(entry, this.#choices)
    if (decoded.ok) {
      const { key } = await this.#opening.open(decoded.order)
      response.redirect(303, `/payments/${key}`)
      return
    }
    const visit = visitOf(request)
    const { mistakes } = decoded
    const again = mistakes.includes("stale") ? { ...entry, key: newOrderKey() } : entry
    const page = cashierPage(visit, { entry: again, mistakes, choices: this.#choices })
    response.status(422).send(this.#pages.render(visit, page))
  }

  @Get("payments/:key")
  async payment(
    @Param("key") key: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { view, seq } = await this.#payments.of(key)
    const visit = visitOf(request)
    response.send(this.#pages.render(visit, paymentPage(visit, view, seq)))
  }

  @Post("payments/:key/cancel")
  async cancel(@Param("key") key: string, @Res() response: Response): Promise<void> {
    await this.#till.cancel(key).catch(unlessSettled)
    response.redirect(303, `/payments/${encodeURIComponent(key)}`)
  }
}

/** Somebody paid meanwhile, or the like: the payment's page shows what it is. */
const unlessSettled = (error: unknown): void => {
  if (!(error instanceof WrongState)) throw error
}
