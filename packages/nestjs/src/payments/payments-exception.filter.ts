import { type ArgumentsHost, Catch, type ExceptionFilter, Inject, Injectable } from "@nestjs/common"
import { HttpAdapterHost } from "@nestjs/core"
import {
  DatabaseFailure,
  EndpointSecretFailure,
  IdempotencyConflict,
  InvalidInput,
  NoFreeAmount,
  NoSuchEndpoint,
  NoSuchItem,
  NoSuchPayment,
  NoSuchProvider,
  NoSuchRefund,
  NotExpected,
  NotRefundable,
  WrongRefundState,
  WrongState,
} from "@qriskit/payments"
import { replyWithProblem } from "../problem/reply.js"

/** What payments fail with, besides a `QrisError`. */
const FAILURES = [
  InvalidInput,
  IdempotencyConflict,
  NoSuchPayment,
  NoSuchProvider,
  NoSuchItem,
  NoSuchRefund,
  WrongState,
  WrongRefundState,
  NotRefundable,
  NotExpected,
  NoFreeAmount,
  DatabaseFailure,
  NoSuchEndpoint,
  EndpointSecretFailure,
] as const

type PaymentsFailure = InstanceType<(typeof FAILURES)[number]>

interface Row {
  readonly status: number
  readonly title: string
  readonly detail: string
}

/**
 * Failure → HTTP status and words for whoever called. None of the failure's own words: they may name
 * keys and databases.
 */
const PROBLEM: Readonly<Record<PaymentsFailure["_tag"], Row>> = {
  InvalidInput: {
    status: 400,
    title: "The request is not valid",
    detail: "Nothing was changed and nothing was sent.",
  },
  NoSuchProvider: {
    status: 400,
    title: "No such payment provider",
    detail: "Nothing was changed and nothing was sent.",
  },
  NoSuchPayment: { status: 404, title: "No such payment", detail: "No payment is recorded under this key." },
  NoSuchEndpoint: { status: 404, title: "No such endpoint", detail: "No endpoint or message has this id." },
  EndpointSecretFailure: {
    status: 500,
    title: "The endpoint's secret cannot be used",
    detail: "Nothing was changed and nothing was sent.",
  },
  NoSuchItem: { status: 404, title: "No such item", detail: "Nothing that waits for this has this id." },
  NoSuchRefund: {
    status: 404,
    title: "No such refund",
    detail: "The payment has no refund with this id. Nothing was changed.",
  },
  WrongRefundState: {
    status: 409,
    title: "The refund's state does not allow this",
    detail: "It is under way, or what became of it is known. Nothing was changed.",
  },
  IdempotencyConflict: {
    status: 409,
    title: "The key was used for another request",
    detail: "The earlier payment stands and nothing was sent. A new order needs a new key.",
  },
  WrongState: {
    status: 409,
    title: "The payment's state does not allow this",
    detail: "Nothing was changed.",
  },
  NotRefundable: {
    status: 409,
    title: "The payment cannot be refunded like this",
    detail: "Nothing was sent and nothing was refunded.",
  },
  NotExpected: {
    status: 409,
    title: "The payment has a QR of its own",
    detail: "This is only for orders that are expected on a printed QR. Nothing was changed.",
  },
  NoFreeAmount: {
    status: 409,
    title: "No amount is free on the printed QR",
    detail: "Every amount that may be asked is another order's, or rests after one. Nothing was changed.",
  },
  DatabaseFailure: {
    status: 503,
    title: "Payments cannot be recorded for now",
    detail: "What was under way may or may not be stored. Asking again with the same key is safe.",
  },
}

/** What only some failures tell. */
const particularsOf = (failure: PaymentsFailure) => {
  switch (failure._tag) {
    case "InvalidInput":
      return { errors: failure.issues }
    case "WrongState":
      return { paymentStatus: failure.status }
    case "WrongRefundState":
      return { refundStatus: failure.status }
    case "NotRefundable":
      return { why: failure.why }
    case "NoFreeAmount":
      return { ...(failure.freeAt && { freeAt: failure.freeAt }) }
    default:
      return {}
  }
}

/**
 * Answers what `QrisPayments` rejects with as problem details (RFC 9457). Beside `QrisExceptionFilter`,
 * not instead of it.
 */
@Catch(...FAILURES)
@Injectable()
export class QrisPaymentsExceptionFilter implements ExceptionFilter<PaymentsFailure> {
  readonly #host: HttpAdapterHost

  constructor(@Inject(HttpAdapterHost) host: HttpAdapterHost) {
    this.#host = host
  }

  catch(failure: PaymentsFailure, host: ArgumentsHost): void {
    const type = `urn:qriskit:payments:${failure._tag}`
    const problem = { type, ...PROBLEM[failure._tag], reason: failure._tag, ...particularsOf(failure) }
    replyWithProblem(this.#host, host, failure, problem, problem.status === 503 ? 5 : undefined)
  }
}
