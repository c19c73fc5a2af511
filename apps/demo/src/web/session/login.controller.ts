import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from "@nestjs/common"
import { ApiExcludeController } from "@nestjs/swagger"
import type { Request, Response } from "express"
import { PageMaker } from "../html/page.js"
import { formOf } from "../http/form.js"
import { visitOf } from "../http/visit.js"
import { Access } from "./access.js"
import { loginPage } from "./login-page.js"
import { SHOP } from "./seat.js"
import { giveSession, sessionToken, takeSession } from "./session-cookie.js"

/** A path of this server, so that a link to the login cannot lead elsewhere afterwards. */
const ownPath = (asked: string | undefined): string =>
  asked !== undefined && /^\/(?![/\\])[\w\-./?=&%]*$/.test(asked) ? asked : "/"

@ApiExcludeController()
@Controller()
export class LoginController {
  readonly #access: Access
  readonly #pages: PageMaker

  constructor(@Inject(Access) access: Access, @Inject(PageMaker) pages: PageMaker) {
    this.#access = access
    this.#pages = pages
  }

  @Get("login")
  show(@Req() request: Request, @Res() response: Response): void {
    const next = ownPath(formOf(request.query).text("next"))
    const visit = visitOf(request)
    response.send(this.#pages.render(visit, loginPage(visit, { next, isWrong: false })))
  }

  @Post("login")
  async signIn(@Req() request: Request, @Body() body: unknown, @Res() response: Response): Promise<void> {
    const form = formOf(body)
    const next = ownPath(form.text("next"))
    const token = await this.#access.begin(SHOP, form.text("password") ?? "")
    if (token === undefined) {
      const visit = visitOf(request)
      response.status(403).send(this.#pages.render(visit, loginPage(visit, { next, isWrong: true })))
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
}
