import { CreatePayment, type FieldIssue, type PaymentRef } from "@qriskit/core"
import { type Candidate, toJakartaIso, trusted } from "@qriskit/core/provider-kit"
import * as Schema from "effect/Schema"
import type { SnapConfig } from "./config.js"
import { toMoney } from "./field.js"
import { merchantValues } from "./merchant-values.js"
import type { SnapProfile } from "./profile.js"
import { remembered } from "./remembered.js"
import { type TemplateValues, uses } from "./template.js"

/** What a SNAP acquirer is asked for. Which fields it takes beside amount and external id is its profile's to say. */
export class SnapCreate extends Schema.Class<SnapCreate>("@qriskit/provider-snap/SnapCreate")({
  ...CreatePayment.fields,
  /** Which of `capabilities.channels`, where there are any. Default: what the settings name. */
  channel: Schema.optionalKey(Schema.String),
}) {}

/** Where the seconds end, and the milliseconds, in `2026-01-02T10:04:05.678+07:00`. */
const SECONDS = 19
const MILLISECONDS = 23

/** An instant as SNAP writes it: `2026-01-02T10:04:05+07:00`, with milliseconds where the acquirer wants them. */
export const timestampOf = (profile: Pick<SnapProfile, "milliseconds">, at: Date): string => {
  const iso = toJakartaIso(at)
  return profile.milliseconds ? iso : iso.slice(0, SECONDS) + iso.slice(MILLISECONDS)
}

const alphabetOf = remembered(
  ({ alphabet }: SnapProfile["limits"]["externalId"]) => new RegExp(`^[${alphabet}]*$`),
)

const textIssues = (
  path: string,
  text: string | undefined,
  limit: SnapProfile["limits"]["externalId"],
): ReadonlyArray<FieldIssue> => {
  const { minimum = 1, maximum = 255, alphabet } = limit
  if (text === undefined) return []
  if (text.length < minimum || text.length > maximum) {
    return [{ path, message: `must be ${minimum} to ${maximum} characters` }]
  }
  return alphabet === undefined || alphabetOf(limit).test(text)
    ? []
    : [{ path, message: `must be of these characters only: ${alphabet}` }]
}

/** Checks an external id against a profile's limits. */
export const externalIdIssues = (
  text: string | undefined,
  limit: SnapProfile["limits"]["externalId"] = {},
): ReadonlyArray<FieldIssue> => textIssues("externalId", text, limit)

const expiryIssues = (
  { title, limits, verbs }: SnapProfile,
  expiresAt: Date | undefined,
  now: number,
): ReadonlyArray<FieldIssue> => {
  if (expiresAt === undefined) return []
  const path = "expiresAt"
  if (!uses(verbs.create.body, "expiresAt", "expirySeconds")) {
    return [{ path, message: `cannot be set: ${title} decides when a QR expires` }]
  }
  const { minimum = 1, maximum } = limits.expirySeconds ?? {}
  const seconds = (expiresAt.getTime() - now) / 1_000
  if (seconds < minimum) return [{ path, message: `must be at least ${minimum} seconds ahead` }]
  return maximum !== undefined && seconds > maximum
    ? [{ path, message: `must be at most ${maximum} seconds ahead` }]
    : []
}

const channelIssues = (profile: SnapProfile, channel: string | undefined): ReadonlyArray<FieldIssue> => {
  const ids = profile.channel?.ids
  if (channel === undefined || ids?.includes(channel)) return []
  const message =
    ids === undefined
      ? `cannot be set: ${profile.title} has none to choose from`
      : `must be one of ${ids.join(", ")}`
  return [{ path: "channel", message }]
}

/** What a profile's limits say against a request. */
export const requestIssues = (
  profile: SnapProfile,
  request: Candidate<SnapCreate>,
  now: number,
): ReadonlyArray<FieldIssue> => [
  ...externalIdIssues(request.externalId, profile.limits.externalId),
  ...channelIssues(profile, request.channel),
  ...expiryIssues(profile, request.expiresAt, now),
  ...(request.notificationUrl !== undefined && !uses(profile.verbs.create.body, "notificationUrl")
    ? [
        {
          path: "notificationUrl",
          message: `cannot be set: ${profile.title} sends callbacks to the address registered for the merchant`,
        },
      ]
    : []),
]

/** A request that names no end of its own asks for the profile's, where it has one. */
export const withDefaultExpiry = (
  { limits: { expirySeconds } }: SnapProfile,
  request: SnapCreate,
  now: number,
): SnapCreate =>
  request.expiresAt !== undefined || expirySeconds?.default === undefined
    ? request
    : trusted(SnapCreate, { ...request, expiresAt: new Date(now + expirySeconds.default * 1_000) })

/** The channel that a payment goes over, as the request or the settings write it. */
const channelNamed = ({ profile, settings }: SnapConfig, request: SnapCreate): string | undefined =>
  profile.channel && (request.channel ?? settings[profile.channel.setting])

/** The channel of a payment's reference. */
export const channelOf = (config: SnapConfig, request: SnapCreate): string | undefined =>
  channelNamed(config, request)?.toLowerCase() ?? config.profile.channel?.usual

/** The values of a request. */
export const requestValues = (config: SnapConfig, request: SnapCreate, now: number): TemplateValues => {
  const { amount, externalId, orderId = externalId, description, expiresAt, customer } = request
  return {
    ...merchantValues(config),
    amount: toMoney(amount),
    channel: channelNamed(config, request),
    externalId,
    orderId,
    description,
    expiresAt: expiresAt && timestampOf({ milliseconds: false }, expiresAt),
    expirySeconds: expiresAt && Math.floor((expiresAt.getTime() - now) / 1_000),
    "customer.name": customer?.name,
    "customer.email": customer?.email,
    "customer.phone": customer?.phone,
    ...(request.notificationUrl && { notificationUrl: request.notificationUrl.href }),
  }
}

/** The values that a reference brings along. */
export const refValues = (config: SnapConfig, ref: PaymentRef): TemplateValues => ({
  ...merchantValues(config),
  paymentId: ref.paymentId,
  externalId: ref.externalId,
  orderId: ref.orderId,
  ...Object.fromEntries(
    Object.entries(ref.attributes ?? {}).map(([name, value]) => [`attributes.${name}`, value]),
  ),
})

/** Whether a body wants something that only a reference of this profile's create has. */
export const missingIssues = (missing: ReadonlyArray<string>): ReadonlyArray<FieldIssue> =>
  missing.map((path) => ({ path, message: "is required" }))
