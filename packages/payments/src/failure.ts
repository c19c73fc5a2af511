import { printable, printedWhole } from "@qriskit/core/provider-kit"
import * as Schema from "effect/Schema"
import { AttemptStatus } from "./record/attempt-status.js"
import { RefundState } from "./record/refund-state.js"

const FieldIssue = Schema.Struct({ path: Schema.String, message: Schema.String })

/** What the caller handed over is not valid. Lists every bad field; changed nothing. */
export class InvalidInput extends Schema.TaggedError<InvalidInput>()("InvalidInput", {
  operation: Schema.String,
  issues: Schema.Array(FieldIssue),
}) {
  override get message(): string {
    const fields = this.issues
      .map(({ path, message }) => (path === "" ? message : `${path} ${message}`))
      .join("; ")
    return `payments ${this.operation}: the input is not valid: ${fields}. Nothing was changed.`
  }
}

/** The key was used for another request. Money may depend on the first one, so the second is refused. */
export class IdempotencyConflict extends Schema.TaggedError<IdempotencyConflict>()("IdempotencyConflict", {
  key: Schema.String,
}) {
  override get message(): string {
    return `payments: "${printable(this.key)}" was used before with another request. The earlier record stands and nothing was sent; use a new key for a new order.`
  }
}

/** No record has this key. */
export class NoSuchPayment extends Schema.TaggedError<NoSuchPayment>()("NoSuchPayment", {
  key: Schema.String,
  /** Absent for the one account of a client. */
  account: Schema.optionalKey(Schema.String),
}) {
  override get message(): string {
    const of = this.account === undefined ? "" : ` of account "${printable(this.account)}"`
    return `payments: no record${of} has the key "${printable(this.key)}".`
  }
}

/** No provider of this name was handed to payments. */
export class NoSuchProvider extends Schema.TaggedError<NoSuchProvider>()("NoSuchProvider", {
  provider: Schema.String,
  known: Schema.Array(Schema.String),
  /** A client of many accounts was wanted. */
  isOfAccounts: Schema.optionalKey(Schema.Boolean),
}) {
  override get message(): string {
    const wanted = this.isOfAccounts === true ? "no provider with accounts" : "no provider"
    return `payments: ${wanted} is called "${printable(this.provider)}"; there are ${this.known.join(", ") || "none"}.`
  }
}

/** The record is not in a state that allows this. */
export class WrongState extends Schema.TaggedError<WrongState>()("WrongState", {
  key: Schema.String,
  operation: Schema.String,
  status: AttemptStatus,
}) {
  override get message(): string {
    return `payments ${this.operation}: "${printable(this.key)}" is ${this.status}, which does not allow it. Nothing was changed.`
  }
}

/** The money is not given back: nothing was sent. `why` is a sentence for the operator. */
export class NotRefundable extends Schema.TaggedError<NotRefundable>()("NotRefundable", {
  key: Schema.String,
  why: Schema.String,
}) {
  override get message(): string {
    return `payments refund: "${printable(this.key)}" is not refunded: ${this.why}. Nothing was sent.`
  }
}

/** No refund of the payment has this external id. */
export class NoSuchRefund extends Schema.TaggedError<NoSuchRefund>()("NoSuchRefund", {
  key: Schema.String,
  externalId: Schema.String,
}) {
  override get message(): string {
    return `payments: "${printable(this.key)}" has no refund with the external id "${printable(this.externalId)}".`
  }
}

/**
 * What became of the refund is not for a person to say: it is under way, the provider has said it, or somebody has said
 * otherwise before.
 */
export class WrongRefundState extends Schema.TaggedError<WrongRefundState>()("WrongRefundState", {
  key: Schema.String,
  externalId: Schema.String,
  status: RefundState,
  /** Who has said otherwise before. Absent where the status is the provider's word. */
  saidBy: Schema.optionalKey(Schema.String),
  /**
   * It is being asked for once more, and that call is over by then: say it afterwards, if it is still for you to say.
   */
  askedUntil: Schema.optionalKey(Schema.Date),
}) {
  override get message(): string {
    if (this.askedUntil !== undefined)
      return `payments resolveRefund: the refund "${printable(this.externalId)}" of "${printable(this.key)}" is being asked for once more, until ${this.askedUntil.toISOString()} at the latest. Nothing was changed; look at it again then.`
    const by = this.saidBy === undefined ? "" : `, as ${printable(this.saidBy)} said`
    return `payments resolveRefund: the refund "${printable(this.externalId)}" of "${printable(this.key)}" is ${this.status}${by}, which does not allow it. Nothing was changed.`
  }
}

/**
 * Every amount that may be asked on this printed QR is another order's, or rests after one. Nothing was changed: ask
 * again later, allow a greater surplus, or use a QR of the order's own.
 */
export class NoFreeAmount extends Schema.TaggedError<NoFreeAmount>()("NoFreeAmount", {
  key: Schema.String,
  /** What the order costs, and how much more might have been asked, in rupiah. */
  amount: Schema.Int,
  surplus: Schema.Int,
  /**
   * When the first of these amounts may be free again: earlier only where an order is paid or canceled before its time.
   */
  freeAt: Schema.optionalKey(Schema.Date),
}) {
  override get message(): string {
    const when = this.freeAt === undefined ? "" : ` One may be free at ${this.freeAt.toISOString()}.`
    return `payments expect: no amount from ${this.amount} to ${this.amount + this.surplus} rupiah is free on this QR for "${printable(this.key)}": each is another order's, or rests after one.${when} Nothing was changed; allow a greater surplus, or make a QR of the order's own.`
  }
}

/** The order has a QR of its own: what is asked for is only for orders that are expected on a printed QR. */
export class NotExpected extends Schema.TaggedError<NotExpected>()("NotExpected", {
  key: Schema.String,
  operation: Schema.String,
}) {
  override get message(): string {
    return `payments ${this.operation}: "${printable(this.key)}" is not expected on a printed QR: it has a QR of its own, and its acquirer is asked about it. Nothing was changed.`
  }
}

/** No anomaly, dead letter or other listed item has this id. */
export class NoSuchItem extends Schema.TaggedError<NoSuchItem>()("NoSuchItem", {
  what: Schema.String,
  /** NaN where what was given is no number. */
  // @effect-diagnostics-next-line schemaNumber:off
  id: Schema.Number,
}) {
  override get message(): string {
    return `payments: there is no ${this.what} with the id ${this.id} that waits for this.`
  }
}

/**
 * The database did not do what was asked. `outcome` says whether it may have: `not_done`, or `unknown` where the
 * connection broke and a commit may have happened. Never holds a statement or its values.
 */
export class DatabaseFailure extends Schema.TaggedError<DatabaseFailure>()("DatabaseFailure", {
  outcome: Schema.Literals(["not_done", "unknown"]),
  description: Schema.String,
  code: Schema.optionalKey(Schema.String),
}) {
  override get message(): string {
    const code = this.code === undefined ? "" : ` (${this.code})`
    return this.outcome === "not_done"
      ? `The database refused: ${this.description}${code}. Nothing was changed.`
      : `The database cannot be reached: ${this.description}${code}. What was under way may or may not be stored; asking again is safe.`
  }
}

/** The database cannot be used at all: said once, at start, with what to do. */
export class UnusableDatabase extends Schema.TaggedError<UnusableDatabase>()("UnusableDatabase", {
  kind: Schema.Literals([
    "address",
    "unreachable",
    "credentials",
    "rights",
    "encoding",
    "version",
    "newer_schema",
    "older_schema",
    "busy",
    "in_use",
    "unfinished",
    "missing",
    "schema_name",
    "other",
  ]),
  description: Schema.String,
}) {
  override get message(): string {
    return `payments cannot use its database: ${this.description}.`
  }
}

/** A handler took longer than it may. What it did within the transaction was rolled back. */
export class HandlerTimeout extends Schema.TaggedError<HandlerTimeout>()("HandlerTimeout", {
  milliseconds: Schema.Finite,
}) {
  override get message(): string {
    return `The handler took longer than ${this.milliseconds} ms; its transaction was rolled back. Work that takes long, or that calls payments itself, belongs in a handler with { transaction: false }.`
  }
}

printedWhole(
  InvalidInput,
  IdempotencyConflict,
  NoSuchPayment,
  NoSuchProvider,
  WrongState,
  NoSuchRefund,
  WrongRefundState,
  NoFreeAmount,
  NotExpected,
  NoSuchItem,
  DatabaseFailure,
  UnusableDatabase,
  HandlerTimeout,
)
