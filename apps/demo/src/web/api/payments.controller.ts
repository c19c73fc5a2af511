import {
  Body,
  Controller,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Req,
  UseFilters,
  UseGuards,
} from "@nestjs/common"
import {
  ApiBody,
  ApiCookieAuth,
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiQuery,
  ApiTags,
  ApiUnauthorizedResponse,
} from "@nestjs/swagger"
import { QrisExceptionFilter } from "@qriskit/nestjs"
import { QrisPaymentsExceptionFilter } from "@qriskit/nestjs/payments"
import { ApiQrisProblems } from "@qriskit/nestjs/swagger"
import type { Request } from "express"
import { acquirerChoices } from "../acquirers/acquirer-choice.js"
import { Opening } from "../cashier/opening.js"
import { clientsAt } from "../session/seat.js"
import { accountOf, SignedInGuard, seatOf } from "../session/signed-in.guard.js"
import { TILL, type Till } from "../till/till.js"
import { orderOf } from "./payment-request.js"
import { OpenPaymentBody, PaymentResource } from "./payment-resource.js"

const BRANCH = {
  name: "branch",
  required: false,
  description: "For the owner: whose payment is meant. A branch means its own, whatever stands here.",
} as const

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

  constructor(@Inject(Opening) opening: Opening, @Inject(TILL) till: Till) {
    this.#opening = opening
    this.#till = till
  }

  /** Makes an order's QR, once for each key. */
  @Post()
  @ApiBody({ type: OpenPaymentBody })
  @ApiCreatedResponse({ type: PaymentResource })
  @ApiQrisProblems("create")
  async open(@Body() body: unknown, @Req() request: Request): Promise<PaymentResource> {
    const seat = seatOf(request)
    const order = orderOf(body, acquirerChoices(clientsAt(seat)))
    return new PaymentResource(await this.#opening.open(order, seat))
  }

  @Get(":key")
  @ApiOkResponse({ type: PaymentResource })
  @ApiQuery(BRANCH)
  @ApiNotFoundResponse({ description: "No payment is recorded under this key" })
  async get(@Param("key") key: string, @Req() request: Request): Promise<PaymentResource> {
    return new PaymentResource(await this.#till.get(key, accountOf(request)))
  }

  /** Cancels where the provider can, and abandons where it cannot: see `status` in the answer. */
  @Post(":key/cancel")
  @HttpCode(200)
  @ApiOkResponse({ type: PaymentResource })
  @ApiQuery(BRANCH)
  @ApiQrisProblems("cancel")
  async cancel(@Param("key") key: string, @Req() request: Request): Promise<PaymentResource> {
    return new PaymentResource(await this.#till.cancel(key, accountOf(request)))
  }
}
