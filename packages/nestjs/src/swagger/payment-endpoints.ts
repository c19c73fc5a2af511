import { applyDecorators } from "@nestjs/common"
import {
  ApiBody,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiResponse,
  getSchemaPath,
} from "@nestjs/swagger"
import type { Operation, Reason } from "@qriskit/core"
import { PROBLEM, type ProblemRow } from "../problem/problem-table.js"
import { CreatePaymentDto } from "./create-payment.dto.js"
import { PaymentDto } from "./payment.dto.js"
import { ProblemDto } from "./problem.dto.js"

type Verb = Extract<Operation, "create" | "inquire" | "cancel">

/** What can go wrong with any verb. */
const ALWAYS = [
  "InvalidRequest",
  "Unauthorized",
  "Rejected",
  "RateLimited",
  "ProviderUnavailable",
  "NetworkFailure",
  "TimedOut",
  "MalformedResponse",
  "UntrustedResponse",
] as const

const REASONS_OF: Readonly<Record<Verb, ReadonlyArray<Reason["_tag"]>>> = {
  create: [...ALWAYS, "DuplicateExternalId"],
  inquire: [...ALWAYS, "PaymentNotFound"],
  cancel: [...ALWAYS, "PaymentNotFound", "InvalidState", "Unsupported"],
}

const statusesIn = ({ status }: ProblemRow): ReadonlyArray<number> =>
  typeof status === "number" ? [status] : [...new Set(Object.values(status))]

/** Each status that a verb can be answered with, and the titles behind it. */
const problemsOf = (verb: Verb): ReadonlyMap<number, ReadonlyArray<string>> => {
  const titles = new Map<number, ReadonlyArray<string>>()
  for (const reason of REASONS_OF[verb]) {
    const row = PROBLEM[reason]
    for (const status of statusesIn(row)) titles.set(status, [...(titles.get(status) ?? []), row.title])
  }
  return titles
}

/** Documents every problem that `QrisExceptionFilter` answers for a verb. */
export const ApiQrisProblems = (verb: Verb): MethodDecorator & ClassDecorator =>
  applyDecorators(
    ApiExtraModels(ProblemDto),
    ...[...problemsOf(verb)].map(([status, titles]) =>
      ApiResponse({
        status,
        description: titles.join("; "),
        content: { "application/problem+json": { schema: { $ref: getSchemaPath(ProblemDto) } } },
      }),
    ),
  )

/**
 * Documents an endpoint that makes a payment: its body, its answer, its problems.
 *
 * @example
 * ```ts
 * import { Body, Controller, Inject, Post } from "@nestjs/common"
 * import { type CreatePaymentInput, QrisService } from "@qriskit/nestjs"
 * import { ApiCreatePayment, PaymentDto } from "@qriskit/nestjs/swagger"
 *
 * @Controller("payments")
 * export class PaymentsController {
 *   readonly #qris: QrisService
 *   constructor(@Inject(QrisService) qris: QrisService) {
 *     this.#qris = qris
 *   }
 *
 *   @Post()
 *   @ApiCreatePayment()
 *   async create(@Body() request: CreatePaymentInput): Promise<PaymentDto> {
 *     return new PaymentDto(await this.#qris.create("zipay", request))
 *   }
 * }
 * ```
 */
export const ApiCreatePayment = (): MethodDecorator =>
  applyDecorators(
    ApiBody({ type: CreatePaymentDto }),
    ApiCreatedResponse({ type: PaymentDto }),
    ApiQrisProblems("create"),
  )

/** Documents an endpoint that tells what a payment is. */
export const ApiInquirePayment = (): MethodDecorator =>
  applyDecorators(ApiOkResponse({ type: PaymentDto }), ApiQrisProblems("inquire"))
