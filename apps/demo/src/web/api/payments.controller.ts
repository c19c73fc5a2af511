import { Body, Controller, Get, HttpCode, Inject, Param, Post, UseFilters, UseGuards } from "@nestjs/common"
import {
  ApiBody,
  ApiCookieAuth,
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
  ApiUnauthorizedResponse,
} from "@nestjs/swagger"
import { type QrisClient, QrisExceptionFilter } from "@qriskit/nestjs"
import { QrisPaymentsExceptionFilter } from "@qriskit/nestjs/payments"
import { ApiQrisProblems } from "@qriskit/nestjs/swagger"
import { type AcquirerChoice, acquirerChoices } from "../cashier/acquirer-choice.js"
import { Opening } from "../cashier/opening.js"
import { SignedInGuard } from "../session/signed-in.guard.js"
import { CLIENTS } from "../stage.js"
import { TILL, type Till } from "../till/till.js"
import { orderOf } from "./payment-request.js"
import { OpenPaymentBody, PaymentResource } from "./payment-resource.js"

/** What the cashier's page does, for programs: with the same session, and problem details (RFC 9457) where it fails. */
@ApiTags("payments")
@ApiCookieAuth()
@ApiUnauthorizedResponse({ description: "Not signed in" })
@UseGuards(SignedInGuard)
@UseFilters(QrisExceptionFilter, QrisPaymentsExceptionFilter)
@Controller("api/payments")
export class PaymentsApi {
  readonly #opening: Opening
  readonly #till: Till
  readonly #choices: ReadonlyArray<AcquirerChoice>

  constructor(
    @Inject(Opening) opening: Opening,
    @Inject(TILL) till: Till,
    @Inject(CLIENTS) clients: ReadonlyArray<QrisClient>,
  ) {
    this.#opening = opening
    this.#till = till
    this.#choices = acquirerChoices(clients)
  }

  /** Makes an order's QR, once for each key. */
  @Post()
  @ApiBody({ type: OpenPaymentBody })
  @ApiCreatedResponse({ type: PaymentResource })
  @ApiQrisProblems("create")
  async open(@Body() body: unknown): Promise<PaymentResource> {
    return new PaymentResource(await this.#opening.open(orderOf(body, this.#choices)))
  }

  @Get(":key")
  @ApiOkResponse({ type: PaymentResource })
  @ApiNotFoundResponse({ description: "No payment is recorded under this key" })
  async get(@Param("key") key: string): Promise<PaymentResource> {
    return new PaymentResource(await this.#till.get(key))
  }

  /** Cancels where the provider can, and abandons where it cannot: see `status` in the answer. */
  @Post(":key/cancel")
  @HttpCode(200)
  @ApiOkResponse({ type: PaymentResource })
  @ApiQrisProblems("cancel")
  async cancel(@Param("key") key: string): Promise<PaymentResource> {
    return new PaymentResource(await this.#till.cancel(key))
  }
}
