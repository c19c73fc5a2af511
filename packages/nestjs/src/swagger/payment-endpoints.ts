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
import { RefundDto, RefundPaymentDto } from "./refund.dto.js"

type Verb = Extract<Operation, "create" | "inquire" | "cancel" | "refund">

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
  refund: [...ALWAYS, "PaymentNotFound", "InvalidState", "DuplicateExternalId", "Unsupported"],
}

/** What can go wrong besides where payments belong to accounts. */
const OF_ACCOUNTS = ["NoSuchAccount", "AccountUnavailable"] as const

/** What an endpoint is for. */
export interface ProblemsOptions {
  /** Whether it acts for one of many merchants (`QrisService.for`). Default false. */
  readonly accounts?: boolean
}

const statusesIn = ({ status }: ProblemRow): ReadonlyArray<number> =>
  typeof status === "number" ? [status] : [...new Set(Object.values(status))]

/** Each status that a verb can be answered with, and the titles behind it. */
const problemsOf = (
  verb: Verb,
  { accounts = false }: ProblemsOptions,
): ReadonlyMap<number, ReadonlyArray<string>> => {
  const titles = new Map<number, ReadonlyArray<string>>()
  for (const reason of [...REASONS_OF[verb], ...(accounts ? OF_ACCOUNTS : [])]) {
    const row = PROBLEM[reason]
    for (const status of statusesIn(row)) titles.set(status, [...(titles.get(status) ?? []), row.title])
  }
  return titles
}

/** Documents every problem that `QrisExceptionFilter` answers for a verb. */
export const ApiQrisProblems = (
  verb: Verb,
  options: ProblemsOptions = {},
): MethodDecorator & ClassDecorator =>
  applyDecorators(
    ApiExtraModels(ProblemDto),
    ...[...problemsOf(verb, options)].map(([status, titles]) =>
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
export const ApiCreatePayment = (options: ProblemsOptions = {}): MethodDecorator =>
  applyDecorators(
    ApiBody({ type: CreatePaymentDto }),
    ApiCreatedResponse({ type: PaymentDto }),
    ApiQrisProblems("create", options),
  )

/** Documents an endpoint that tells what a payment is. */
export const ApiInquirePayment = (options: ProblemsOptions = {}): MethodDecorator =>
  applyDecorators(ApiOkResponse({ type: PaymentDto }), ApiQrisProblems("inquire", options))

/** Documents an endpoint that gives money back: its body, its answer, its problems. */
export const ApiRefundPayment = (options: ProblemsOptions = {}): MethodDecorator =>
  applyDecorators(
    ApiBody({ type: RefundPaymentDto }),
    ApiCreatedResponse({ type: RefundDto }),
    ApiQrisProblems("refund", options),
  )
