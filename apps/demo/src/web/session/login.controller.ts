import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from "@nestjs/common"
import { ApiExcludeController } from "@nestjs/swagger"
import type { Request, Response } from "express"
import { PageMaker } from "../html/page.js"
import { formOf } from "../http/form.js"
import { visitOf } from "../http/visit.js"
import { SEATS } from "../stage.js"
import { Access } from "./access.js"
import { type LoginView, loginPage } from "./login-page.js"
import type { Seats } from "./seat.js"
import { giveSession, sessionToken, takeSession } from "./session-cookie.js"

/** A path of this server, so that a link to the login cannot lead elsewhere afterwards. */
const ownPath = (asked: string | undefined): string =>
  asked !== undefined && /^\/(?![/\\])[\w\-./?=&%]*$/.test(asked) ? asked : "/"

@ApiExcludeController()
@Controller()
export class LoginController {
  readonly #access: Access
  readonly #pages: PageMaker
  readonly #seats: Seats

  constructor(
    @Inject(Access) access: Access,
    @Inject(PageMaker) pages: PageMaker,
    @Inject(SEATS) seats: Seats,
  ) {
    this.#access = access
    this.#pages = pages
    this.#seats = seats
  }

  @Get("login")
  show(@Req() request: Request, @Res() response: Response): void {
    const next = ownPath(formOf(request.query).text("next"))
    this.#ask(request, response, { next, isWrong: false, chosen: undefined })
  }

  @Post("login")
  async signIn(@Req() request: Request, @Body() body: unknown, @Res() response: Response): Promise<void> {
    const form = formOf(body)
    const next = ownPath(form.text("next"))
    const { all } = this.#seats
    const seat = all.length === 1 ? all[0] : this.#seats.find(form.text("seat"))
    const token = seat && (await this.#access.begin(seat.id, form.text("password") ?? ""))
    if (token === undefined) {
      response.status(403)
      this.#ask(request, response, { next, isWrong: true, chosen: seat?.id })
      return
    }
    giveSession(request, response, token)
    response.redirect(303, next)
  }

  @Post("logout")
  @HttpCode(303)
  async signOut(@Req() request: Request, @Res() response: Response): Promise<void> {
    const token = sessionToken(request)
    if (token !== undefined) await this.#access.end(token)
    takeSession(request, response)
    response.redirect(303, "/login")
  }

  #ask(request: Request, response: Response, asked: Omit<LoginView, "seats">): void {
    const visit = visitOf(request)
    response.send(this.#pages.render(visit, loginPage(visit, { ...asked, seats: this.#seats.all })))
  }
}
