import { type Capabilities, CreatePayment, type FieldIssue } from "@qriskit/core"
import type { RequestRules } from "@qriskit/core/provider-kit"
import * as Schema from "effect/Schema"

const LIMITS = { minimum: 1_000, maximum: 5_000_000 } as const
const EXPIRY = { minimumMinutes: 5, maximumMinutes: 60 } as const
const ID_LENGTH = 32

export const CAPABILITIES: Capabilities = {
  title: "Tinypay",
  cancel: { supported: true },
  refund: {
    supported: true,
    terms: [{ partial: { supported: true }, days: 30 }],
    askedBy: "externalId",
    externalId: { maximumLength: ID_LENGTH },
  },
  expiry: { supported: true, ...EXPIRY },
  notificationUrl: { supported: true },
  amount: LIMITS,
  externalId: { maximumLength: ID_LENGTH },
  channels: [{ id: "TINY" }],
  notifications: { authenticity: "signed", statuses: ["paid", "expired", "canceled", "refunded"] },
  requiredFields: ["description"],
}

/** What Tinypay asks for beyond core's request. */
export class TinyCreate extends Schema.Class<TinyCreate>("TinyCreate")({
  ...CreatePayment.fields,
  externalId: Schema.NonEmptyString.check(Schema.isMaxLength(ID_LENGTH, { message: "is too long" })),
  description: Schema.NonEmptyString,
}) {}

const amountIssues = (amount: number): ReadonlyArray<FieldIssue> =>
  amount < LIMITS.minimum || amount > LIMITS.maximum
    ? [{ path: "amount", message: "is outside the limits" }]
    : []

const expiryIssues = (expiresAt: Date): ReadonlyArray<FieldIssue> => {
  const minutes = (expiresAt.getTime() - Date.now()) / 60_000
  return minutes < EXPIRY.minimumMinutes || minutes > EXPIRY.maximumMinutes
    ? [{ path: "expiresAt", message: "must be 5 to 60 minutes ahead" }]
    : []
}

export const requestRules: RequestRules<TinyCreate> = ({ amount, expiresAt }) => [
  ...(amount === undefined ? [] : amountIssues(amount)),
  ...(expiresAt === undefined ? [] : expiryIssues(expiresAt)),
]
