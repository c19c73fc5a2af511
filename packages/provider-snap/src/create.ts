import { Payment, PaymentRef, type QrisError, type QrisProvider, type Rupiah } from "@qriskit/core"
import {
  checkQr,
  currentTimeMillis,
  decodeRequest,
  findingLostCreate,
  present,
  rupiahIn,
  trusted,
  untraced,
  verb,
} from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import {
  ASKED_AMOUNT,
  type Attempt,
  answeredAttributes,
  CALLBACK_URL,
  type KnownAttributes,
  sentAttributes,
  unreadableAttributes,
  VALID_UNTIL,
} from "./attributes.js"
import { malformed, type SnapCall } from "./call.js"
import { makeExternalId } from "./external-id.js"
import { fieldIn, idAt, moneyAt, nothingAt, readable, textAt, timeAt } from "./field.js"
import { type CreateAnswered, type CreatePlaces, findingLost } from "./lost-create.js"
import type { Merchant } from "./merchant.js"
import { contradictionsIn, createdPayment } from "./payment.js"
import {
  channelOf,
  ownCallbackUrl,
  requestIssues,
  requestValuesFor,
  SnapCreate,
  withDefaultExpiry,
} from "./request.js"

/** Makes a QR: fill in → sign and send → check → reference. */
export const makeCreate = (merchant: Merchant): QrisProvider<SnapCreate>["create"] => {
  const { config, account, caller, timeIn, bodyOf, externalIdFor, fail, untrusted } = merchant
  const { profile, qrCheck, retry, timeouts } = config
  const { id: provider, title, verbs, headers } = profile
  const { path, body: template, fee, answer: places, lost, sent: keeps } = verbs.create
  const decode = decodeRequest(provider, "create", SnapCreate)
  const valuesOf = requestValuesFor(template)
  const find = lost && findingLost(merchant, lost)

  const withoutQr = (answered: CreateAnswered, found: CreatePlaces) => {
    const picture =
      fieldIn(answered.answer, found.imageUrl) === undefined ? "" : ", only the address of a picture"
    const looked = nothingAt(answered, found.qr, `${fieldOf(found)}.qr`)
    return malformed(
      `it holds no QR text${picture}: ${looked}. Where the place is right, ask ${title} at onboarding to switch on the QR's content in its answers`,
    )
  }

  /** Which of the profile's fields these places are. */
  const fieldOf = (found: CreatePlaces): string =>
    found === places ? "verbs.create.answer" : "verbs.create.lost.answer"

  const refOf = (
    request: SnapCreate,
    paymentId: string,
    until: Date | undefined,
    attributes: KnownAttributes,
  ): PaymentRef => {
    const { amount, externalId, orderId = externalId } = request
    return trusted(PaymentRef, {
      provider,
      paymentId,
      externalId,
      orderId,
      attributes: present({
        ...attributes,
        [ASKED_AMOUNT]: String(amount),
        [VALID_UNTIL]: until?.toISOString(),
        [CALLBACK_URL]: ownCallbackUrl(config, request),
      }),
      channel: channelOf(config, request),
      account,
    })
  }

  /** What the customer pays where a fee was asked for on top. */
  const totalOf = (amount: Rupiah, body: unknown): Rupiah | undefined => {
    const asked = readable(moneyAt(body, fee))
    return rupiahIn(asked && amount + asked)
  }

  /** A repeat that is answered as the first has the first one's X-EXTERNAL-ID. */
  const keptId = (now: number): string | undefined =>
    lost?.repeat && headers.retryExternalId === undefined
      ? makeExternalId(now, headers.externalIdDigits)
      : undefined

  /**
   * What is known of a payment that an inquiry found. Which create made it, this one or an earlier one of the same
   * external id, the answer does not say: known is what all of them have alike.
   */
  const ofAnyCreate = ({ externalId }: SnapCreate): KnownAttributes =>
    keeps === undefined ? {} : sentAttributes(keeps, present({ externalId: externalIdFor(externalId) }))

  /** Sends it; where its answer is lost and the profile says how, finds it again. */
  const sent = (
    request: SnapCreate,
    body: unknown,
    now: number,
    noted: SnapCall["noted"],
  ): Effect.Effect<CreateAnswered, QrisError> => {
    const { externalId, expiresAt } = request
    const deadlineAt = now + timeouts.deadline
    const call = {
      operation: "create",
      path,
      body,
      reference: externalId,
      externalId: externalIdFor(externalId) ?? keptId(now),
      noted,
      deadlineAt,
    } as const
    const answered = caller.send(call)
    if (find === undefined) return answered
    const refOfLost = (paymentId: string, attributes: KnownAttributes) =>
      refOf(request, paymentId, expiresAt, { ...ofAnyCreate(request), ...attributes })
    return findingLostCreate<CreateAnswered>(answered, {
      retry,
      deadlineAt,
      find: Effect.suspend(() => find({ request, call, deadlineAt, refOf: refOfLost })),
    })
  }

  return verb(
    { span: `${provider}.create`, provider, operation: "create", account },
    untraced(function* (input: SnapCreate) {
      const now = yield* currentTimeMillis
      const asked = yield* decode(input, (candidate) => requestIssues(profile, candidate, now))
      const request = withDefaultExpiry(profile, asked, now)
      const { amount, externalId, expiresAt } = request
      const body = yield* bodyOf("create", template, valuesOf(config, request, now))
      const noted: { latest?: Attempt } | undefined = keeps && {}
      const answered = yield* sent(request, body, now, noted)
      const { answer, places: found = places } = answered
      const contradictions = [
        ...contradictionsIn(answer, found.ids, { externalId }),
        ...unreadableAttributes(answer, found.attributes),
      ]
      if (contradictions.length > 0) return yield* untrusted("create", contradictions)
      const text = textAt(answer, found.qr)
      if (text === undefined) return yield* fail("create", withoutQr(answered, found))
      const total = totalOf(amount, body)
      const qr = checkQr(text, total === undefined ? [amount] : [amount, total], qrCheck)
      if (Result.isFailure(qr)) return yield* untrusted("create", [qr.failure])
      const paymentId =
        found.ids.paymentId === undefined ? externalId : readable(idAt(answer, found.ids.paymentId))
      if (paymentId === undefined) {
        const looked = nothingAt(answered, found.ids.paymentId, `${fieldOf(found)}.ids.paymentId`)
        return yield* fail("create", malformed(`it names no reference number: ${looked}`))
      }
      const attributes = answeredAttributes(answer, found.attributes)
      const missing = Object.keys(attributes).find((name) => attributes[name] === undefined)
      if (missing !== undefined) {
        const looked = nothingAt(
          answered,
          found.attributes?.[missing],
          `${fieldOf(found)}.attributes.${missing}`,
        )
        const why = `it names no ${missing}, without which nobody can ask about it: ${looked}`
        return yield* fail("create", malformed(why))
      }
      const until = timeAt(answer, found.expiresAt, timeIn) ?? expiresAt
      const ref = refOf(request, paymentId, until, {
        ...(noted && (found === places ? sentAttributes(keeps, noted.latest) : ofAnyCreate(request))),
        ...attributes,
      })
      const created = createdPayment(answered, found, ref, amount, qr.success, until)
      return total !== undefined && qr.success.amount === total
        ? trusted(Payment, { ...created, total })
        : created
    }),
  )
}
