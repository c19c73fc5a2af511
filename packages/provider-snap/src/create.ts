import { type CreatePayment, PaymentRef, type QrisProvider } from "@qriskit/core"
import { checkQr, decodeRequest, present, untraced, verb } from "@qriskit/core/provider-kit"
import * as Clock from "effect/Clock"
import * as Result from "effect/Result"
import { type Fields, malformed } from "./call.js"
import { fieldIn, type Places, textAt, timeAt } from "./field.js"
import type { Merchant } from "./merchant.js"
import { ASKED_AMOUNT, contradictionsIn, createdPayment, VALID_UNTIL } from "./payment.js"
import { requestIssues, requestValues, SnapCreate } from "./request.js"

/** What the reference keeps for later calls: what the profile names, and what is ours. */
const attributesIn = (
  answer: Fields,
  places: { readonly [name: string]: Places },
  own: Readonly<Record<string, string | undefined>>,
): Record<string, string> => {
  const found = Object.entries(places).map(([name, place]) => [name, textAt(answer, place)] as const)
  return Object.fromEntries(
    [...found, ...Object.entries(own)].flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  )
}

/** Makes a QR: fill in → sign and send → check → reference. */
export const makeCreate = ({
  config,
  account,
  caller,
  timeIn,
  bodyOf,
  externalIdFor,
  fail,
  untrusted,
}: Merchant): QrisProvider<SnapCreate>["create"] => {
  const { profile, qrCheck, settings } = config
  const { id: provider, title, verbs, channelSetting } = profile
  const { path, body: template, answer: places } = verbs.create
  const channel = channelSetting === undefined ? undefined : settings[channelSetting]?.toLowerCase()
  const decode = decodeRequest(provider, "create", SnapCreate)

  const withoutQr = (answer: Fields) => {
    const picture = fieldIn(answer, places.imageUrl) === undefined ? "" : ", only the address of a picture"
    return malformed(
      `it holds no QR text${picture}: ask ${title} at onboarding to switch on the QR's content in its answers`,
    )
  }

  return verb(
    { span: `${provider}.create`, provider, operation: "create", account },
    untraced(function* (input: CreatePayment) {
      const now = yield* Clock.currentTimeMillis
      const request = yield* decode(input, (candidate) => requestIssues(profile, candidate, now))
      const { amount, externalId, orderId = externalId, expiresAt } = request
      const body = yield* bodyOf("create", template, requestValues(config, request, now))
      const exchanged = yield* caller.send({
        operation: "create",
        path,
        body,
        externalId: externalIdFor(externalId),
      })
      const { answer } = exchanged
      const contradictions = contradictionsIn(answer, places.ids, { externalId })
      if (contradictions.length > 0) return yield* untrusted("create", contradictions)
      const text = textAt(answer, places.qr)
      if (text === undefined) return yield* fail("create", withoutQr(answer))
      const qr = checkQr(text, [amount], qrCheck)
      if (Result.isFailure(qr)) return yield* untrusted("create", [qr.failure])
      const paymentId = places.ids.paymentId === undefined ? externalId : textAt(answer, places.ids.paymentId)
      if (paymentId === undefined) return yield* fail("create", malformed("it names no reference number"))
      const until = timeAt(answer, places.expiresAt, timeIn) ?? expiresAt
      const wanted = places.attributes ?? {}
      const attributes = attributesIn(answer, wanted, {
        [ASKED_AMOUNT]: String(amount),
        [VALID_UNTIL]: until?.toISOString(),
      })
      const missing = Object.keys(wanted).filter((name) => !Object.hasOwn(attributes, name))
      if (missing.length > 0) {
        const why = `it names no ${missing.join(", ")}, without which nobody can ask about it`
        return yield* fail("create", malformed(why))
      }
      const ref = new PaymentRef({
        provider,
        paymentId,
        externalId,
        orderId,
        attributes,
        ...present({ channel, account }),
      })
      return createdPayment(exchanged, profile, ref, amount, qr.success, until)
    }),
  )
}
