import { Body, Controller, Get, Inject, Param, ParseIntPipe, Post, Req, Res, UseGuards } from "@nestjs/common"
import { ApiExcludeController } from "@nestjs/swagger"
import { type Decided, NoSuchItem } from "@qriskit/payments"
import type { Request, Response } from "express"
import { PageMaker } from "../html/page.js"
import { formOf } from "../http/form.js"
import { visitOf } from "../http/visit.js"
import { accountMeant, type Seat, type Seats } from "../session/seat.js"
import { SignedInGuard, seatOf } from "../session/signed-in.guard.js"
import { SEATS } from "../stage.js"
import { TILL, type Till } from "../till/till.js"
import { findingsPage } from "./findings-page.js"

const MOST = 100

@ApiExcludeController()
@UseGuards(SignedInGuard)
@Controller("books/findings")
export class FindingsController {
  readonly #pages: PageMaker
  readonly #till: Till

  readonly #seats: Seats

  constructor(@Inject(PageMaker) pages: PageMaker, @Inject(TILL) till: Till, @Inject(SEATS) seats: Seats) {
    this.#pages = pages
    this.#till = till
    this.#seats = seats
  }

  @Get()
  async show(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.#list(request, response, false)
  }

  /** Notes who looked at a finding and what they did; or takes the amount that arrived as payment, which does the same. */
  @Post(":id")
  async decide(
    @Param("id", ParseIntPipe) id: number,
    @Body() body: unknown,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const form = formOf(body)
    const [by, why, key] = [form.text("by"), form.text("why"), form.text("key")]
    if (by === undefined || why === undefined) return this.#list(request, response, true)
    const seat = seatOf(request)
    if (form.text("decision") === "accept" && key !== undefined)
      await this.#till.acceptAmount(key, { by, why }, accountMeant(seat, form.text("branch")))
    else await this.#acknowledge(seat, id, { by, why })
    response.redirect(303, "/books/findings")
  }

  /** A branch sees to its own findings: to anybody else's as if there were none. */
  async #acknowledge(seat: Seat, id: number, decided: Decided): Promise<void> {
    const own = accountMeant(seat, undefined)
    const [found] = await this.#till.anomalies({ ...own, after: id - 1, limit: 1 })
    if (found?.id !== id) throw new NoSuchItem({ what: "anomaly", id })
    await this.#till.acknowledge(id, decided)
  }

  async #list(request: Request, response: Response, isIncomplete: boolean): Promise<void> {
    const anomalies = await this.#till.anomalies({
      ...accountMeant(seatOf(request), undefined),
      limit: MOST,
    })
    const visit = visitOf(request)
    response
      .status(isIncomplete ? 422 : 200)
      .send(this.#pages.render(visit, findingsPage(visit, this.#seats, anomalies, isIncomplete)))
  }
}
