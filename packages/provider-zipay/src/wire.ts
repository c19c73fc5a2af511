import { decoderOf, WireId, WireRupiah } from "@qriskit/core/provider-kit"
import * as Schema from "effect/Schema"

/** Zipay's paths [DOC]. */
export const LOGIN_PATH = "/auth/login"
export const CREATE_PATH = "/payment/qr/create"
export const INQUIRY_PATH = "/payment/qr/inquiry"

/** A merchant id comes as a string or as a number (contradiction C4 of the documentation). */
const WireMerchantId = Schema.Union([Schema.String, Schema.Finite])

const envelope = <S extends Schema.Struct.Fields>(fields: S) => Schema.Struct({ data: Schema.Struct(fields) })

/** What a header can carry: anything else would fail on every call that uses it. */
const BearerToken = Schema.String.check(Schema.isPattern(/^[!-~]+$/, { message: "must be a bearer token" }))

/** Login's answer [DOC]. `expired_token` is Jakarta time [VERIFIED]. */
const LoginAnswer = envelope({
  access_token: BearerToken,
  expired_token: Schema.optionalKey(Schema.Unknown),
})

const transaction = {
  uuid: WireId,
  amount: WireRupiah,
  externalId: WireId,
  status: Schema.NonEmptyString,
  merchantId: Schema.optionalKey(Schema.NullOr(WireMerchantId)),
  // Inquiry says expired_at [DOC]; create's name is not known: both are read [INFERRED].
  expired_at: Schema.optionalKey(Schema.Unknown),
  expiredAt: Schema.optionalKey(Schema.Unknown),
}

/** Create's answer: the fields up to `qrString` [DOC], the rest by analogy with inquiry [INFERRED]. */
const CreateAnswer = envelope({ ...transaction, qrString: Schema.NonEmptyString })

/** Inquiry's answer [DOC]. What a paid one adds is not known: the callback's names are looked for [INFERRED]. */
const InquiryAnswer = envelope({
  ...transaction,
  qrString: Schema.optionalKey(Schema.Unknown),
  transactionTime: Schema.optionalKey(Schema.Unknown),
  paidAt: Schema.optionalKey(Schema.Unknown),
  issuerName: Schema.optionalKey(Schema.Unknown),
  customerName: Schema.optionalKey(Schema.Unknown),
})

export type Transaction = Omit<(typeof InquiryAnswer.Type)["data"], "qrString">

/** The callback's body [DOC]. Everything but the ids and the status may be missing. */
const CallbackBody = Schema.Struct({
  uuid: WireId,
  externalId: WireId,
  status: Schema.NonEmptyString,
  merchantId: Schema.optionalKey(Schema.NullOr(WireMerchantId)),
  amount: Schema.optionalKey(Schema.Unknown),
  transactionTime: Schema.optionalKey(Schema.Unknown),
})

export const decodeLogin = decoderOf(LoginAnswer)
export const decodeCreate = decoderOf(CreateAnswer)
export const decodeInquiry = decoderOf(InquiryAnswer)
export const decodeCallback = decoderOf(CallbackBody)
