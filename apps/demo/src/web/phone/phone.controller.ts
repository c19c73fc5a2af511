import { Body, Controller, Get, Inject, Post, Req, Res } from "@nestjs/common"
import { ApiExcludeController } from "@nestjs/swagger"
import { type SandboxControl, SandboxError } from "@qriskit/sandbox"
import type { Request, Response } from "express"
import { PageMaker } from "../html/page.js"
import { formOf } from "../http/form.js"
import { visitOf } from "../http/visit.js"
import { SANDBOX } from "../stage.js"
import type { Words } from "../words/words.js"
import { type Deed, isDeed, perform } from "./deeds.js"
import { APPS, type PhoneView, phonePage, type Scanned } from "./phone-page.js"

/** As many QR codes as the phone offers to pick from. */
const RECENT = 8

/** What came of a deed. */
interface Outcome {
  readonly message: string
  readonly isRefused: boolean
}

/** The customer's phone, and the acquirer's bad days. Everything it does, it does to the sandbox; nobody signs in. */
@ApiExcludeController()
@Controller("phone")
export class PhoneController {
  readonly #pages: PageMaker
  readonly #control: SandboxControl

  constructor(@Inject(PageMaker) pages: PageMaker, @Inject(SANDBOX) control: SandboxControl) {
    this.#pages = pages
    this.#control = control
  }

  @Get()
  async show(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.#render(request, response, formOf(request.query).text("qr"), undefined)
  }

  @Post()
  async act(@Req() request: Request, @Body() body: unknown, @Res() response: Response): Promise<void> {
    const form = formOf(body)
    const [payload, deed, issuer] = [form.text("qr"), form.text("deed"), form.text("issuer")]
    const outcome =
      payload === undefined || !isDeed(deed)
        ? undefined
        : await this.#perform(
            deed,
            payload,
            APPS.find((app) => app === issuer) ?? APPS[0] ?? "",
            visitOf(request).words,
          )
    await this.#render(request, response, payload, outcome)
  }

  async #perform(deed: Deed, payload: string, issuer: string, words: Words): Promise<Outcome> {
    try {
      const payment = await this.#control.payment(payload)
      const { answer } = await perform(deed, {
        control: this.#control,
        payment,
        issuer,
      })
      const answered = answer === undefined ? "" : ` ${words.phone.sent(String(answer))}.`
      return { message: `${words.done[deed]}${answered}`, isRefused: false }
    } catch (error) {
      if (!(error instanceof SandboxError)) throw error
      return { message: `${words.done.refused} ${error.message}`, isRefused: true }
    }
  }

  async #render(
    request: Request,
    response: Response,
    payload: string | undefined,
    outcome: Outcome | undefined,
  ): Promise<void> {
    const visit = visitOf(request)
    const payments = await this.#control.payments()
    const view: PhoneView = {
      scanned: payload === undefined ? undefined : await this.#scan(payload.slice(0, 1_024)),
      recent: payments.slice(-RECENT).reverse(),
      message: outcome?.message,
      isRefused: outcome?.isRefused ?? false,
    }
    response.send(this.#pages.render({ ...visit, path: scannedPath(payload) }, phonePage(visit, view)))
  }

  async #scan(payload: string): Promise<Scanned> {
    const reading = await this.#control.readQr(payload)
    const attempts = await this.#control.callbacks.attempts()
    const callbacks = attempts.filter(({ paymentId }) => paymentId === reading.payment?.paymentId)
    return { payload, reading, callbacks }
  }
}

/** Where the same QR is looked at again, after a form was posted. */
const scannedPath = (payload: string | undefined): string =>
  payload === undefined ? "/phone" : `/phone?${new URLSearchParams({ qr: payload })}`
