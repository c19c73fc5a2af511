import { Controller, Get, Inject, Param, Req, Res, UseGuards } from "@nestjs/common"
import { ApiExcludeController } from "@nestjs/swagger"
import { QrisService } from "@qriskit/nestjs"
import type { Request, Response } from "express"
import { PageMaker } from "../html/page.js"
import { dayOf, endOfDay, startOfDay } from "../html/time.js"
import { formOf } from "../http/form.js"
import { visitOf } from "../http/visit.js"
import { SignedInGuard } from "../session/signed-in.guard.js"
import { TILL, type Till } from "../till/till.js"
import { booksPage } from "./books-page.js"
import { filterOf, listQuery } from "./filter.js"
import { timelinePage } from "./timeline-page.js"
import type { TotalsView } from "./totals-section.js"

const PAGE_SIZE = 25

@ApiExcludeController()
@UseGuards(SignedInGuard)
@Controller("books")
export class BooksController {
  readonly #pages: PageMaker
  readonly #till: Till
  readonly #qris: QrisService

  constructor(
    @Inject(PageMaker) pages: PageMaker,
    @Inject(TILL) till: Till,
    @Inject(QrisService) qris: QrisService,
  ) {
    this.#pages = pages
    this.#till = till
    this.#qris = qris
  }

  @Get()
  async show(@Req() request: Request, @Res() response: Response): Promise<void> {
    const form = formOf(request.query)
    const filter = filterOf(form)
    const query = listQuery(filter)
    const after = form.text("after")
    const cursor = after === undefined ? {} : { after }
    const [page, providers, totals, findings] = await Promise.all([
      query === undefined ? undefined : this.#till.list({ ...query, ...cursor, limit: PAGE_SIZE }),
      this.#till.providers(),
      this.#totals(form.text("day")),
      this.#till.port.health(),
    ])
    const visit = visitOf(request)
    const isLater = after !== undefined
    const view = { filter, page, providers, totals, isLater, openFindings: findings.anomalies }
    response.status(page === undefined ? 422 : 200).send(this.#pages.render(visit, booksPage(visit, view)))
  }

  @Get("payments/:key")
  async payment(
    @Param("key") key: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const record = await this.#till.get(key)
    const entries = await this.#till.timeline(key)
    const visit = visitOf(request)
    response.send(this.#pages.render(visit, timelinePage(visit, record, entries)))
  }

  /** Of the day that is asked for, or of today where none is. */
  async #totals(asked: string | undefined): Promise<TotalsView> {
    const day = asked !== undefined && startOfDay(asked) !== undefined ? asked : dayOf(new Date())
    const [from, until] = [startOfDay(day), endOfDay(day)]
    const totals = from !== undefined && until !== undefined ? await this.#till.totals({ from, until }) : []
    const titleOf = (provider: string) => this.#qris.capabilities()[provider]?.title ?? provider
    return { day, totals, titleOf }
  }
}
