import { CreatePayment, type FieldIssue, type PaymentRef } from "@qriskit/core"
import { type Candidate, JAKARTA, toJakartaIso, trusted } from "@qriskit/core/provider-kit"
import * as Schema from "effect/Schema"
import { MOST_CHARACTERS, type Sent } from "./attributes.js"
import type { SnapConfig } from "./config.js"
import { toMoney } from "./field.js"
import type { SnapProfile } from "./profile.js"
import { SIGNED_ADDRESS } from "./recipe.js"
import { remembered } from "./remembered.js"
import { type Template, type TemplateValues, uses } from "./template.js"

/** What a SNAP acquirer is asked for. Which fields it takes beside amount and external id is its profile's to say. */
export class SnapCreate extends Schema.Class<SnapCreate>("@qriskit/provider-snap/SnapCreate")({
  ...CreatePayment.fields,
  /** Which of `capabilities.channels`, where there are any. Default: what the settings name. */
  channel: Schema.optionalKey(Schema.String),
}) {}

/** Where the seconds end in `2026-01-02T10:04:05.678+07:00`. */
const SECONDS = 19

/**
 * An instant as SNAP writes it: `2026-01-02T10:04:05+07:00`, with milliseconds where the acquirer wants them.
 *
 * @param iso Jakarta time with milliseconds: `2026-01-02T10:04:05.678+07:00`
 */
export const timestampOf = (profile: Pick<SnapProfile, "milliseconds">, iso: string): string =>
  profile.milliseconds ? iso : iso.slice(0, SECONDS) + JAKARTA

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

/**
 * The address of a payment's own callbacks, where they sign one and it is not the registered one: nobody else knows it.
 */
export const ownCallbackUrl = (
  { profile, notificationUrl: registered }: SnapConfig,
  { notificationUrl }: Pick<SnapCreate, "notificationUrl">,
): string | undefined =>
  SIGNED_ADDRESS[profile.notification.recipe] === "nothing" || notificationUrl?.href === registered
    ? undefined
    : notificationUrl?.href

const callbackUrlIssues = (
  { title, verbs, notification }: SnapProfile,
  notificationUrl: URL | undefined,
): ReadonlyArray<FieldIssue> => {
  if (notificationUrl === undefined) return []
  const says = (message: string) => [{ path: "notificationUrl", message }]
  if (!uses(verbs.create.body, "notificationUrl"))
    return says(`cannot be set: ${title} sends callbacks to the address registered for the merchant`)
  return SIGNED_ADDRESS[notification.recipe] !== "nothing" && notificationUrl.href.length > MOST_CHARACTERS
    ? says(`must be at most ${MOST_CHARACTERS} characters: ${title}'s callbacks sign it, so it is kept`)
    : []
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
  ...callbackUrlIssues(profile, request.notificationUrl),
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

/** As SNAP writes it in a body. */
const timeOf = (time: Date): string => timestampOf({ milliseconds: false }, toJakartaIso(time))

/** How the values for a create's template are found. */
type RequestValues = (config: SnapConfig, request: SnapCreate, now: number) => TemplateValues

/** The values that a request brings along. */
const requestValues: RequestValues = (config, request, now) => {
  const { amount, externalId, orderId = externalId, description, expiresAt, customer } = request
  return {
    amount: toMoney(amount),
    channel: channelNamed(config, request),
    externalId,
    orderId,
    description,
    expiresAt: expiresAt && timeOf(expiresAt),
    expirySeconds: expiresAt && Math.floor((expiresAt.getTime() - now) / 1_000),
    "customer.name": customer?.name,
    "customer.email": customer?.email,
    "customer.phone": customer?.phone,
    ...(request.notificationUrl && { notificationUrl: request.notificationUrl.href }),
  }
}

const timedValues: RequestValues = (config, request, now) => ({
  ...requestValues(config, request, now),
  now: timeOf(new Date(now)),
})

/** The values that a request brings along; the time of the call only for a template that tells it. */
export const requestValuesFor = (template: Template): RequestValues =>
  uses(template, "now") ? timedValues : requestValues

/** The values that a reference brings along. */
export const refValues = ({ paymentId, externalId, orderId, attributes }: PaymentRef): TemplateValues => ({
  paymentId,
  externalId,
  orderId,
  attributes,
})

/** Why a reference lacks what a profile keeps of the create as it was sent. */
const whyNotKept = (title: string, what: Sent): string => {
  const said = what === "X-EXTERNAL-ID" ? what : "time"
  return `is not known: ${title} wants the create's ${said} here, and this reference does not have it. Where a create's answer was lost and the payment was found again, nobody can tell what made it, and nothing is guessed: look it up at ${title} itself`
}

/** What a body wants and does not get: of a request, or of a reference that this profile's create made. */
export const missingIssues = (
  { title, verbs }: SnapProfile,
  missing: ReadonlyArray<string>,
): ReadonlyArray<FieldIssue> =>
  missing.map((path) => {
    const kept = Object.entries(verbs.create.sent ?? {}).find(([name]) => path === `attributes.${name}`)
    return { path, message: kept === undefined ? "is required" : whyNotKept(title, kept[1]) }
  })
