import {
  IdempotencyConflict,
  InvalidInput,
  NoFreeAmount,
  NoSuchItem,
  NoSuchPayment,
  NoSuchProvider,
  NoSuchRefund,
  NotExpected,
  NotRefundable,
  WrongRefundState,
  WrongState,
} from "../failure.js"
import { EndpointSecretFailure, NoSuchEndpoint } from "../onward/failure.js"

/** What surely changed nothing. */
export const REFUSALS = [
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
] as const

/** A file that `@qriskit/statements` could not read. That package is none of ours; what it refuses is not imported. */
const isOfTheFile = (error: unknown): boolean =>
  error instanceof Error && "_tag" in error && error._tag === "StatementError"

/** Whether an error that a deed ended with says that surely nothing was changed. */
export const isRefusal = (error: unknown): boolean =>
  REFUSALS.some((refusal) => error instanceof refusal) || isOfTheFile(error)
