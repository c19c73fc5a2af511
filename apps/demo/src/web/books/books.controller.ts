import { Controller, Get, Inject, Param, Req, Res, UseGuards } from "@nestjs/common"
import { ApiExcludeController } from "@nestjs/swagger"
import type { Request, Response } from "express"
import { PageMaker } from "../html/page.js"
import { formOf } from "../http/form.js"
import { visitOf } from "../http/visit.js"
import { accountMeant, type Seat, type Seats } from "../session/seat.js"
import { accountOf, SignedInGuard, seatOf } from "../session/signed-in.guard.js"
import { SEATS } from "../stage.js"
import { TILL, type Till } from "../till/till.js"
import { booksPage } from "./books-page.js"
import { DayTotals } from "./day-totals.js"
import { filterOf, listQuery } from "./filter.js"
import { PaymentStory } from "./payment-story.js"
import { timelinePage } from "./timeline-page.js"

const PAGE_SIZE = 25
const MOST_FINDINGS = 500

@ApiExcludeController()
@UseGuards(SignedInGuard)
@Controller("books")
export class BooksController {
  readonly #pages: PageMaker
  readonly #till: Till
  readonly #totals: DayTotals
  readonly #story: PaymentStory
  readonly #seats: Seats

  constructor(
    @Inject(PageMaker) pages: PageMaker,
    @Inject(TILL) till: Till,
    @Inject(DayTotals) totals: DayTotals,
    @Inject(PaymentStory) story: PaymentStory,
    @Inject(SEATS) seats: Seats,
  ) {
    this.#pages = pages
    this.#till = till
    this.#totals = totals
    this.#story = story
    this.#seats = seats
  }

  @Get()
  async show(@Req() request: Request, @Res() response: Response): Promise<void> {
    const form = formOf(request.query)
    const seat = seatOf(request)
    const filter = filterOf(form)
    const query = listQuery(seat, filter)
    const after = form.text("after")
    const cursor = after === undefined ? {} : { after }
    const [page, providers, totals, openFindings] = await Promise.all([
      query === undefined ? undefined : this.#till.list({ ...query, ...cursor, limit: PAGE_SIZE }),
      this.#till.providers(),
      this.#totals.of(seat, form.text("day"), filter.branch),
      this.#openFindings(seat),
    ])
    const visit = visitOf(request)
    const isLater = after !== undefined
    const view = { filter, page, providers, totals, isLater, openFindings, seats: this.#seats }
    response.status(page === undefined ? 422 : 200).send(this.#pages.render(visit, booksPage(visit, view)))
  }

  @Get("payments/:key")
  async payment(
    @Param("key") key: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const story = await this.#story.of(key, accountOf(request))
    const visit = visitOf(request)
    response.send(this.#pages.render(visit, timelinePage(visit, story)))
  }

  /** How many wait for whoever sits here; of a branch as many as a page of the list holds. */
  async #openFindings(seat: Seat): Promise<number> {
    if (seat.branch === undefined) return (await this.#till.port.health()).anomalies
    return (await this.#till.anomalies({ ...accountMeant(seat, undefined), limit: MOST_FINDINGS })).length
  }
}
