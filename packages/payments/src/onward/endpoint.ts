import { AccountId } from "@qriskit/core"
import { asPlainData, present } from "@qriskit/core/provider-kit"
import * as Schema from "effect/Schema"
import type { RowOf } from "../database/table.js"
import { namedAccount } from "../record/account.js"
import { storedText } from "../record/storable.js"
import { DisabledWhy } from "./disabled-why.js"
import { EndpointSubject } from "./subject.js"
import type { endpoint } from "./tables.js"

/** A signing secret as it may be shown: never itself. */
export const SecretHint = Schema.Struct({
  /** Its last four characters. */
  hint: Schema.String,
  createdAt: Schema.Date,
  /** Until when it signs beside the newest. Absent: it is the newest. */
  until: Schema.optionalKey(Schema.Date),
})
export type SecretHint = typeof SecretHint.Type

/** Where events are sent, and how that goes. */
export class Endpoint extends Schema.Class<Endpoint>("@qriskit/payments/Endpoint")({
  id: Schema.String,
  /** Whose payments it is told of; absent for the one account of a client. */
  account: Schema.optionalKey(Schema.String),
  /** It is told of every account's payments. */
  everyAccount: Schema.Boolean,
  url: Schema.String,
  /** Absent: all. */
  subjects: Schema.optionalKey(Schema.Array(EndpointSubject)),
  description: Schema.optionalKey(Schema.String),
  /** Whether its messages say who paid: personal data. */
  withPayer: Schema.Boolean,
  isEnabled: Schema.Boolean,
  disabledAt: Schema.optionalKey(Schema.Date),
  disabledWhy: Schema.optionalKey(DisabledWhy),
  /** Attempts in a row that failed, and since when: none succeeded after that. */
  failures: Schema.Int,
  failingSince: Schema.optionalKey(Schema.Date),
  /** Nothing is sent until then: it failed several times in a row, or asked for it. */
  heldUntil: Schema.optionalKey(Schema.Date),
  /** The newest first. Which of them sign is decided by `until`. */
  secrets: Schema.Array(SecretHint),
  createdAt: Schema.Date,
  changedAt: Schema.Date,
}) {}

asPlainData(Endpoint)

const decodeSubjects = Schema.decodeUnknownSync(Schema.Array(EndpointSubject))

export const endpointFrom = (
  row: RowOf<typeof endpoint>,
  secrets: ReadonlyArray<SecretHint>,
  at: Date,
): Endpoint =>
  new Endpoint({
    id: row.id,
    everyAccount: row.everyAccount,
    url: row.url,
    withPayer: row.withPayer,
    isEnabled: row.isEnabled,
    failures: row.failures,
    secrets,
    createdAt: row.createdAt,
    changedAt: row.changedAt,
    ...present({
      account: namedAccount(row.account),
      subjects: row.subjects === null ? undefined : decodeSubjects(row.subjects),
      description: row.description ?? undefined,
      disabledAt: row.disabledAt ?? undefined,
      disabledWhy: row.disabledWhy ?? undefined,
      failingSince: row.failingSince ?? undefined,
      heldUntil: row.heldUntil !== null && row.heldUntil > at ? row.heldUntil : undefined,
    }),
  })

const Subjects = Schema.Array(EndpointSubject).check(
  Schema.isMinLength(1, { message: "must name at least one; leave it out for all" }),
)

const described = { description: storedText(500), url: storedText(2_000), withPayer: Schema.Boolean }

/** A new endpoint. */
export const AddEndpoint = Schema.Struct({
  /** Where messages are posted: https, a public address, one of `ports`; else see the options of `endpoints`. */
  url: described.url,
  /** Whose payments it is told of. Absent: those of the one account of a client. */
  account: Schema.optionalKey(AccountId),
  /** It is told of every account's payments: for a service of the platform's own. Default false. */
  everyAccount: Schema.optionalKey(Schema.Boolean),
  /** Default: all. */
  subjects: Schema.optionalKey(Subjects),
  description: Schema.optionalKey(described.description),
  /** Whether its messages say who paid: personal data. Default false. */
  withPayer: Schema.optionalKey(described.withPayer),
  /** A secret that the receiver has already: `whsec_` and 24 to 64 bytes in base64. Default: a new one of 32 bytes. */
  secret: Schema.optionalKey(Schema.String),
  /**
   * It is told of what happened after this cursor of `events()`; 0: of everything. Default: of what
   * happens from now on.
   */
  from: Schema.optionalKey(
    Schema.Int.check(Schema.isGreaterThanOrEqualTo(0, { message: "must be the cursor of an event, or 0" })),
  ),
})
export type AddEndpoint = typeof AddEndpoint.Type

/** What may be changed of an endpoint. What is absent stays. */
export const ChangeEndpoint = Schema.Struct({
  url: Schema.optionalKey(described.url),
  /** `"*"`: all. */
  subjects: Schema.optionalKey(Schema.Union([Subjects, Schema.Literal("*")])),
  description: Schema.optionalKey(described.description),
  withPayer: Schema.optionalKey(described.withPayer),
  /**
   * `false`: nothing is sent, and everything waits. `true`: it goes on where it stopped, in order, and counts as
   * healthy until it fails again.
   */
  isEnabled: Schema.optionalKey(Schema.Boolean),
})
export type ChangeEndpoint = typeof ChangeEndpoint.Type

/** What only whoever adds an endpoint, or rotates its secret, is shown: once. */
export interface EndpointWithSecret {
  readonly endpoint: Endpoint
  /** `whsec_…`, for the receiver. Nothing shows it again. */
  readonly secret: string
}
