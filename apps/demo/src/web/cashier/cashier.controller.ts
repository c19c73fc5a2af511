import { Body, Controller, Get, Inject, Param, Post, Req, Res, UseGuards } from "@nestjs/common"
import { ApiExcludeController } from "@nestjs/swagger"
import { WrongState } from "@qriskit/payments"
import type { Request, Response } from "express"
import { acquirerChoices } from "../acquirers/acquirer-choice.js"
import { PageMaker } from "../html/page.js"
import { formOf } from "../http/form.js"
import { visitOf } from "../http/visit.js"
import { addressAt, clientsAt } from "../session/seat.js"
import { accountOf, SignedInGuard, seatOf } from "../session/signed-in.guard.js"
import { TILL, type Till } from "../till/till.js"
import { cashierPage } from "./cashier-page.js"
import { Opening } from "./opening.js"
import { decodeOrder, emptyEntry, entryOf } from "./order-form.js"
import { newOrderKey } from "./order-key.js"
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

  constructor(
    @Inject(PageMaker) pages: PageMaker,
    @Inject(Opening) opening: Opening,
    @Inject(PaymentView) payments: PaymentView,
    @Inject(TILL) till: Till,
  ) {
    this.#pages = pages
    this.#opening = opening
    this.#payments = payments
    this.#till = till
  }

  @Get()
  show(@Req() request: Request, @Res() response: Response): void {
    const { clients } = seatOf(request)
    // The owner has no cashier.
    if (clients === undefined) {
      response.redirect(303, "/console/books")
      return
    }
    const choices = acquirerChoices(clients)
    const visit = visitOf(request)
    const entry = emptyEntry(choices[0]?.id ?? "")
    const page = cashierPage(visit, { entry, mistakes: [], choices })
    response.send(this.#pages.render(visit, page))
  }

  @Post("payments")
  async open(@Req() request: Request, @Body() body: unknown, @Res() response: Response): Promise<void> {
    const entry = entryOf(formOf(body))
    const seat = seatOf(request)
    const choices = acquirerChoices(clientsAt(seat))
    const decoded = decodeOrder(entry, choices)
    if (decoded.ok) {
      const { key } = await this.#opening.open(decoded.order, seat)
      response.redirect(303, `/payments/${key}`)
      return
    }
    const visit = visitOf(request)
    const { mistakes } = decoded
    const again = mistakes.includes("stale") ? { ...entry, key: newOrderKey() } : entry
    const page = cashierPage(visit, { entry: again, mistakes, choices })
    response.status(422).send(this.#pages.render(visit, page))
  }

  @Get("payments/:key")
  async payment(
    @Param("key") key: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { view, seq } = await this.#payments.of(key, accountOf(request))
    const visit = visitOf(request)
    response.send(this.#pages.render(visit, paymentPage(visit, view, seq)))
  }

  @Post("payments/:key/cancel")
  async cancel(@Param("key") key: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const of = accountOf(request)
    await this.#till.cancel(key, of).catch(unlessSettled)
    response.redirect(303, addressAt(seatOf(request), { key, ...of }))
  }
}

/** Somebody paid meanwhile, or the like: the payment's page shows what it is. */
const unlessSettled = (error: unknown): void => {
  if (!(error instanceof WrongState)) throw error
}
