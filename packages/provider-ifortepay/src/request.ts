import { CreatePayment, Customer, type FieldIssue, Item } from "@qriskit/core"
import { notificationUrlIssues, type RequestRules } from "@qriskit/core/provider-kit"
import * as Schema from "effect/Schema"
import { baseUrlOf, IfortepayChannel, type IfortepayConfig } from "./config.js"

/** Create QRIS, request fields [DOC]: the longest each may be, and the alphabet of ids. */
const ID = /^[A-Za-z0-9-]+$/
const ID_MESSAGE = "may hold only letters, digits and -"
export const MINIMUM_AMOUNT = 1_000
const MINUTE = 60_000
export const EXPIRY_MINUTES = { minimum: 15, maximum: 60 } as const
export const EXTERNAL_ID_LENGTH = 64

const upTo = (length: number) =>
  Schema.String.check(
    Schema.isMinLength(1, { message: "must not be empty" }),
    Schema.isMaxLength(length, { message: `must be at most ${length} characters` }),
  )

const id = (length: number) => upTo(length).check(Schema.isPattern(ID, { message: ID_MESSAGE }))

const IfortepayCustomer = Schema.Struct({
  ...Customer.fields,
  name: upTo(100),
  email: upTo(255),
  phone: Schema.optionalKey(upTo(18)),
})

const IfortepayItem = Schema.Struct({
  ...Item.fields,
  id: upTo(25),
  name: upTo(50),
  quantity: Schema.Int.check(
    Schema.isBetween({ minimum: 1, maximum: 99_999 }, { message: "must be 1 to 99,999" }),
  ),
  description: Schema.optionalKey(upTo(255)),
})

/**
 * What iFortepay needs to make a QR: a `CreatePayment` with description, customer's name and e-mail, and ids of
 * letters, digits and `-`.
 *
 * The amount is at least Rp 1.000 and at most the channel's maximum; `expiresAt` is 15 to 60 minutes ahead.
 */
export class IfortepayCreate extends Schema.Class<IfortepayCreate>(
  "@qriskit/provider-ifortepay/IfortepayCreate",
)({
  ...CreatePayment.fields,
  externalId: id(EXTERNAL_ID_LENGTH),
  orderId: Schema.optionalKey(id(255)),
  description: upTo(255),
  customer: IfortepayCustomer,
  items: Schema.optionalKey(Schema.Array(IfortepayItem)),
  /** The acquirer for this payment. Default: the configured one. */
  channel: Schema.optionalKey(IfortepayChannel),
}) {}

/** Who is billed: the wallet's owner by phone, else by e-mail. */
export const walletOf = ({
  phone,
  email,
}: IfortepayCreate["customer"]): { id: string; id_type: "HP" | "EMAIL" } =>
  phone === undefined ? { id: email, id_type: "EMAIL" } : { id: phone, id_type: "HP" }

const WALLET_ID_LENGTH = 50

const amountIssue = (
  amount: number | undefined,
  channel: IfortepayChannel,
  maximum: number,
): FieldIssue | undefined => {
  if (amount === undefined) return undefined
  if (amount < MINIMUM_AMOUNT) return { path: "amount", message: `must be at least ${MINIMUM_AMOUNT} rupiah` }
  return amount > maximum
    ? { path: "amount", message: `must be at most ${maximum} rupiah for ${channel}` }
    : undefined
}

const expiryIssue = (expiresAt: Date | undefined, now: number): FieldIssue | undefined => {
  if (expiresAt === undefined) return undefined
  const minutes = (expiresAt.getTime() - now) / MINUTE
  return minutes < EXPIRY_MINUTES.minimum || minutes > EXPIRY_MINUTES.maximum
    ? {
        path: "expiresAt",
        message: `must be ${EXPIRY_MINUTES.minimum} to ${EXPIRY_MINUTES.maximum} minutes ahead`,
      }
    : undefined
}

const walletIssue = (customer: IfortepayCreate["customer"] | undefined): FieldIssue | undefined =>
  customer !== undefined && walletOf(customer).id.length > WALLET_ID_LENGTH
    ? {
        path: "customer.email",
        message: `must be at most ${WALLET_ID_LENGTH} characters where no phone is given: it becomes the wallet id`,
      }
    : undefined

/** The rules that need the configuration or the clock, or more than one field. `now` in milliseconds since 1970. */
export const requestRules =
  (config: IfortepayConfig, now: number): RequestRules<IfortepayCreate> =>
  ({ amount, channel = config.channel, expiresAt, customer, notificationUrl }) =>
    [
      amountIssue(amount, channel, config.maximumAmount[channel]),
      expiryIssue(expiresAt, now),
      walletIssue(customer),
      ...notificationUrlIssues(notificationUrl, baseUrlOf(config)),
    ].filter((issue) => issue !== undefined)
