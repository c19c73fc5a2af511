import { PaymentRef, type QrisProvider } from "@qriskit/core"
import {
  checkQr,
  currentTimeMillis,
  decodeRequest,
  findingLostCreate,
  present,
  trusted,
  untraced,
  verb,
} from "@qriskit/core/provider-kit"
import * as Result from "effect/Result"
import { type Fields, malformed } from "./call.js"
import { makeExternalId } from "./external-id.js"
import { fieldIn, nothingAt, type Places, textAt, timeAt } from "./field.js"
import { type CreateAnswered, findingLost } from "./lost-create.js"
import type { Merchant } from "./merchant.js"
import { ASKED_AMOUNT, contradictionsIn, createdPayment, VALID_UNTIL } from "./payment.js"
import { channelOf, requestIssues, requestValues, SnapCreate, withDefaultExpiry } from "./request.js"

/** What the reference keeps for later calls, as the profile names it. */
const attributesIn = (
  answer: Fields,
  places: { readonly [name: string]: Places } = {},
): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(Object.entries(places).map(([name, place]) => [name, textAt(answer, place)]))

/** Makes a QR: fill in → sign and send → check → reference. */
export const makeCreate = (merchant: Merchant): QrisProvider<SnapCreate>["create"] => {
  const { config, account, caller, timeIn, bodyOf, externalIdFor, fail, untrusted } = merchant
  const { profile, qrCheck, retry, timeouts } = config
  const { id: provider, title, verbs, headers } = profile
  const { path, body: template, answer: places, lost } = verbs.create
  const decode = decodeRequest(provider, "create", SnapCreate)
  const find = lost && findingLost(merchant, lost)

  const withoutQr = ({ exchanged, places: found }: CreateAnswered) => {
    const picture =
      fieldIn(exchanged.answer, found.imageUrl) === undefined ? "" : ", only the address of a picture"
    const looked = nothingAt(exchanged, found.qr, `${fieldOf(found)}.qr`)
    return malformed(
      `it holds no QR text${picture}: ${looked}. Where the place is right, ask ${title} at onboarding to switch on the QR's content in its answers`,
    )
  }

  /** Which of the profile's fields these places are. */
  const fieldOf = (found: CreateAnswered["places"]): string =>
    found === places ? "verbs.create.answer" : "verbs.create.lost.answer"

  const refOf = (
    request: SnapCreate,
    paymentId: string,
    until: Date | undefined,
    attributes: Readonly<Record<string, string | undefined>>,
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
      }),
      ...present({ channel: channelOf(config, request), account }),
    })
  }

  /** A repeat that is answered as the first has the first one's X-EXTERNAL-ID. */
  const keptId = (now: number): string | undefined =>
    lost?.repeat ? makeExternalId(now, headers.externalIdDigits) : undefined

  /** Sends it; where its answer is lost and the profile says how, finds it again. */
  const sent = untraced(function* (request: SnapCreate, now: number) {
    const { externalId, expiresAt } = request
    const body = yield* bodyOf("create", template, requestValues(config, request, now))
    const deadlineAt = now + timeouts.deadline
    const call = {
      operation: "create",
      path,
      body,
      externalId: externalIdFor(externalId) ?? keptId(now),
      deadlineAt,
    } as const
    const answered = untraced(function* () {
      return { exchanged: yield* caller.send(call), places } satisfies CreateAnswered
    })
    if (find === undefined) return yield* answered()
    return yield* findingLostCreate<CreateAnswered>(answered(), {
      retry,
      deadlineAt,
      find: find({
        request,
        call,
        deadlineAt,
        refOf: (paymentId) => refOf(request, paymentId, expiresAt, {}),
      }),
    })
  })

  return verb(
    { span: `${provider}.create`, provider, operation: "create", account },
    untraced(function* (input: SnapCreate) {
      const now = yield* currentTimeMillis
      const asked = yield* decode(input, (candidate) => requestIssues(profile, candidate, now))
      const request = withDefaultExpiry(profile, asked, now)
      const { amount, externalId, expiresAt } = request
      const answered = yield* sent(request, now)
      const { exchanged, places: found } = answered
      const { answer } = exchanged
      const contradictions = contradictionsIn(answer, found.ids, { externalId })
      if (contradictions.length > 0) return yield* untrusted("create", contradictions)
      const text = textAt(answer, found.qr)
      if (text === undefined) return yield* fail("create", withoutQr(answered))
      const qr = checkQr(text, [amount], qrCheck)
      if (Result.isFailure(qr)) return yield* untrusted("create", [qr.failure])
      const paymentId = found.ids.paymentId === undefined ? externalId : textAt(answer, found.ids.paymentId)
      if (paymentId === undefined) {
        const looked = nothingAt(exchanged, found.ids.paymentId, `${fieldOf(found)}.ids.paymentId`)
        return yield* fail("create", malformed(`it names no reference number: ${looked}`))
      }
      const attributes = attributesIn(answer, found.attributes)
      const missing = Object.keys(attributes).find((name) => attributes[name] === undefined)
      if (missing !== undefined) {
        const looked = nothingAt(
          exchanged,
          found.attributes?.[missing],
          `${fieldOf(found)}.attributes.${missing}`,
        )
        const why = `it names no ${missing}, without which nobody can ask about it: ${looked}`
        return yield* fail("create", malformed(why))
      }
      const until = timeAt(answer, found.expiresAt, timeIn) ?? expiresAt
      const ref = refOf(request, paymentId, until, attributes)
      return createdPayment(exchanged, found, ref, amount, qr.success, until)
    }),
  )
}
