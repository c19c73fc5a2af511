import { PaymentStatus, RefundStatus } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { SENT } from "./attributes.js"
import { RECIPES } from "./recipe.js"
import { isTemplate, type Template, type TemplateUse, templateIssues } from "./template.js"

const text = Schema.NonEmptyString.annotate({ message: "must not be empty" })

const path = Schema.String.check(
  Schema.isPattern(/^\/[^\s?#]*$/, { message: "must be a path that begins with /" }),
)

const host = Schema.String.check(
  Schema.isPattern(/^https:\/\/[^/\s?#@]+$/, { message: "must be an https host without a path" }),
)

/** Where in an answer a field stands, by names joined with dots; several places are looked at in this order. */
const Places = Schema.Union([text, Schema.NonEmptyArray(text)])

/** A JSON body with placeholders, in the order in which it is sent; see `Template`. */
const bodyOf = (use: TemplateUse) =>
  Schema.declare((value): value is Template => isTemplate(value))
    .annotate({ message: "must be plain JSON, nested at most eight deep" })
    .check(Schema.makeFilter((template) => templateIssues(template, use)))

/** A header's text with placeholders. */
const header = text
  .check(Schema.isPattern(/^[ -~]*$/, { message: "must be printable ASCII" }))
  .check(Schema.makeFilter((template) => templateIssues(template, "header")))

const code = Schema.String.check(Schema.isPattern(/^\d{7}$/, { message: "must be seven digits" }))

/** A code of the standard, or its HTTP part and case without the service: `4057801`, `405xx01`. */
const codeKey = Schema.String.check(
  Schema.isPattern(/^\d{3}(\d{2}|xx)\d{2}$/, {
    message: 'must be seven digits, the service perhaps as "xx"',
  }),
)

/** What a code that differs from the national list means, as the tag of a reason. */
export const CodeMeaning = Schema.Literals([
  "InvalidRequest",
  "Unauthorized",
  "TokenRefused",
  "PaymentNotFound",
  "DuplicateExternalId",
  "InvalidState",
  "Rejected",
  "RateLimited",
  "Unsupported",
  "ProviderUnavailable",
])
export type CodeMeaning = typeof CodeMeaning.Type

/** What every verb has. */
const verb = (use: TemplateUse) => ({
  /** From the root of the host. */
  path,
  /** Two digits in the middle of its answers' codes. */
  service: Schema.String.check(Schema.isPattern(/^\d{2}$/, { message: "must be two digits" })),
  body: bodyOf(use),
})

const optional = <S extends Schema.Top>(schema: S) => Schema.optionalKey(schema)

/** `GET`-like facts of an answer about a payment: where they stand. */
const PaymentPlaces = Schema.Struct({
  status: optional(Places),
  amount: optional(Places),
  fee: optional(Places),
  paidAt: optional(Places),
  issuer: optional(Places),
  payerName: optional(Places),
  retrievalReference: optional(Places),
})

/** A list of refunds in an answer: where it stands, and where the facts stand in each of its entries. */
const RefundList = Schema.Struct({
  list: Places,
  /** The acquirer's id of the refund. */
  refundId: optional(Places),
  /** The merchant's id of the refund. Absent: a refund is asked about by the acquirer's id alone. */
  externalId: optional(Places),
  status: Places,
  /** Without it no sum of what was given back is known. */
  amount: optional(Places),
  refundedAt: optional(Places),
  /** The acquirer's words of `status`. One that is not here is `pending`. */
  words: Schema.Record(text, RefundStatus),
}).check(
  Schema.makeFilter(
    ({ refundId, externalId }) =>
      refundId !== undefined || externalId !== undefined || "must say where refundId or externalId stands",
  ),
)

const Ids = Schema.Struct({
  /** The acquirer's id of the payment. Absent: it names none, and the merchant's stands in for it. */
  paymentId: optional(Places),
  /** The merchant's id of the attempt. */
  externalId: optional(Places),
})

const CreateAnswer = Schema.Struct({
  ids: Ids,
  qr: Places,
  imageUrl: optional(Places),
  expiresAt: optional(Places),
  /** What later calls need: kept in `PaymentRef.attributes`. */
  attributes: optional(Schema.Record(text, Places)),
})

const Create = Schema.Struct({
  ...verb("create"),
  /** Where its body, as it is sent, asks for a fee on top: the QR may be for both together [S]. */
  fee: optional(Places),
  answer: CreateAnswer,
  /** What later calls need of the create as it was sent, kept in `PaymentRef.attributes`, too: its id, or its time. */
  sent: optional(Schema.Record(text, Schema.Literals(SENT))),
  /** How a create whose answer was lost is found again: by an inquiry. Absent: it stays lost. */
  lost: optional(
    Schema.Struct({
      /** The inquiry's body where the merchant's id is all that is known, with a create's placeholders. */
      body: bodyOf("create"),
      /** Where an inquiry's answer holds what a create's does, the QR's text above all. Absent: it does not. */
      answer: optional(CreateAnswer),
      /** The same call again, with the same X-EXTERNAL-ID, is answered as the first: this brings the QR. */
      repeat: Schema.Boolean.pipe(Schema.withDecodingDefaultKey(Effect.succeed(false))),
    }),
  ),
})

const Inquire = Schema.Struct({
  ...verb("inquire"),
  answer: Schema.Struct({ ids: Ids, ...PaymentPlaces.fields, refunds: optional(RefundList) }),
})

const Cancel = Schema.Struct(verb("cancel"))

/** Terms as in `Capabilities`; `partial` is true, or the sentence that says why not. */
const Terms = Schema.Struct({
  channel: optional(text),
  partial: Schema.Union([Schema.Literal(true), text]),
  days: optional(Schema.Int),
  surelyDays: optional(Schema.Int),
  closed: optional(Schema.Struct({ from: text, until: text })),
})

const Refund = Schema.Struct({
  ...verb("refund"),
  terms: Schema.Array(Terms),
  answer: Schema.Struct({
    refundId: optional(Places),
    externalId: optional(Places),
    amount: optional(Places),
    refundedAt: optional(Places),
  }),
})

const Reply = Schema.Struct({ status: Schema.Int, code, message: text })

/**
 * Whether these can stand in the brackets of a regular expression: a range the wrong way round cannot,
 * nor what ends them.
 */
const isAlphabet = (characters: string): boolean =>
  !/(?<!\\)\]/.test(characters) && Result.isSuccess(Result.try(() => new RegExp(`[${characters}]`)))

const Limit = Schema.Struct({
  minimum: optional(Schema.Int),
  maximum: optional(Schema.Int),
  /** Characters, as inside the brackets of a regular expression: `A-Za-z0-9-`. */
  alphabet: optional(
    text.check(
      Schema.makeFilter(
        (characters) =>
          isAlphabet(characters) || "must be what can stand in the brackets of a regular expression",
      ),
    ),
  ),
})

/** The fields of a profile, each by itself. */
export const ProfileFields = Schema.Struct({
  /** The provider's id in references, errors and callback paths. */
  id: Schema.String.check(
    Schema.isPattern(/^[a-z][a-z0-9-]{1,39}$/, { message: "must be lower-case letters, digits and -" }),
  ),
  /** The acquirer's name for people. */
  title: text,
  /** By environment: `sandbox`, `production` and whatever else there is. */
  hosts: Schema.Record(text, host),
  /** How a bearer token is asked for. Absent: calls need none. */
  token: optional(
    Schema.Struct({
      path,
      /** Where tokens come from another host. */
      hosts: optional(Schema.Record(text, host)),
      body: Schema.Record(text, Schema.Json),
      separator: Schema.Literals(["|", ":"]).pipe(
        Schema.withDecodingDefaultKey(Effect.succeed("|" as const)),
      ),
      /** Used where the answer names no life that can be read, in seconds. */
      lifetimeSeconds: Schema.Int.check(
        Schema.isBetween({ minimum: 1, maximum: 86_400 }, { message: "must be 1 to 86,400 seconds" }),
      ).pipe(Schema.withDecodingDefaultKey(Effect.succeed(900))),
    }),
  ),
  /** How calls are signed. */
  signing: Schema.Struct({
    algorithm: Schema.Literals(["hmac-sha512", "rsa-sha256"]),
    /** `transaction`: the whole call. `client`: client id and time alone. */
    over: Schema.Literals(["transaction", "client"]).pipe(
      Schema.withDecodingDefaultKey(Effect.succeed("transaction" as const)),
    ),
    encoding: Schema.Literals(["base64", "hex"]).pipe(
      Schema.withDecodingDefaultKey(Effect.succeed("base64" as const)),
    ),
    /** The beginning of the path that does not count as path. */
    stripPrefix: optional(path),
  }),
  /** Milliseconds in X-TIMESTAMP. */
  milliseconds: Schema.Boolean.pipe(Schema.withDecodingDefaultKey(Effect.succeed(false))),
  headers: Schema.Struct({
    /** CHANNEL-ID, with `{clientId}`, `{partnerId}` or a setting in it. Absent: not sent. */
    channelId: optional(header),
    /** X-EXTERNAL-ID of a create and a refund: digits of our own, or the merchant's id of the attempt. */
    externalId: Schema.Literals(["generated", "reference"]).pipe(
      Schema.withDecodingDefaultKey(Effect.succeed("generated" as const)),
    ),
    /**
     * Whether a create, cancel or refund that is sent again, by this package or by whoever calls the verb once more,
     * has the X-EXTERNAL-ID of the first time: `same` makes a generated one from the request itself. Absent: `new` [S],
     * except where it is the reference, or `lost.repeat` needs it. A question always has a new one.
     */
    retryExternalId: optional(Schema.Literals(["same", "new"])),
    /** Digits of one that is generated. */
    externalIdDigits: Schema.Int.check(
      Schema.isBetween({ minimum: 20, maximum: 36 }, { message: "must be 20 to 36" }),
    ).pipe(Schema.withDecodingDefaultKey(Effect.succeed(32))),
    /** Others, with placeholders in their values. */
    more: Schema.Record(text, header).pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  }),
  verbs: Schema.Struct({
    create: Create,
    inquire: Inquire,
    cancel: optional(Cancel),
    refund: optional(Refund),
  }),
  /** The acquirer's status codes. One that is not here is `pending`. */
  status: Schema.Record(
    Schema.String.check(Schema.isPattern(/^\d{2}$/, { message: "must be two digits" })),
    PaymentStatus,
  ),
  /** Codes that mean `expired`, but only once the payment's own expiry is over: before it they prove nothing. */
  expiredWhenOver: Schema.Array(text).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  /** Codes that mean something else than in the national list. */
  codes: Schema.Record(codeKey, CodeMeaning).pipe(Schema.withDecodingDefaultKey(Effect.succeed({}))),
  limits: Schema.Struct({
    externalId: Limit,
    /** Of the time until a QR expires, in seconds. */
    expirySeconds: optional(
      Schema.Struct({
        minimum: optional(Schema.Int),
        maximum: optional(Schema.Int),
        /** What a create asks for that names no `expiresAt`. Absent: it asks for nothing, and the acquirer decides. */
        default: optional(Schema.Int),
      }),
    ),
    refundExternalId: optional(Limit),
  }),
  /** Where there are several acquirers behind this one: which a request, or a setting, can name as `{channel?}`. */
  channel: optional(
    Schema.Struct({
      /** The setting that names it where a request does not. */
      setting: text,
      ids: Schema.NonEmptyArray(text),
      /** Whose payments those are that name none. */
      usual: optional(text),
    }),
  ),
  notification: Schema.Struct({
    recipe: Schema.Literals(RECIPES),
    /** Ends of the path that may be signed in place of the registered one. */
    tails: Schema.Array(path).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
    ids: Ids,
    ...PaymentPlaces.fields,
    /** The national merchant id of the QR that was paid: it tells printed QRs apart. */
    nmid: optional(Places),
    /** The acquirer's words where callbacks have words of their own. */
    words: optional(Schema.Record(text, PaymentStatus)),
    accepted: Reply,
    rejected: Reply,
    failed: Reply,
    /** The statuses that callbacks are documented to report. */
    statuses: Schema.Array(PaymentStatus),
  }),
  /** Where the acquirer asks us for a token before it calls back. */
  inboundToken: optional(
    Schema.Struct({
      /** The end of our address for it. */
      path,
      lifetimeSeconds: Schema.Int,
      tokenType: text,
      expiresIn: Schema.Literals(["text", "number"]),
    }),
  ),
  /** Settings without which nothing works: names under `settings`, or `merchantId`, `notificationUrl`. */
  required: Schema.Array(text).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  /** Sentences for people about what is missing, and fields of a request that must be set. */
  capabilities: Schema.Struct({
    cancel: optional(text),
    refund: optional(text),
    expiry: optional(text),
    notificationUrl: optional(text),
    requiredFields: Schema.Array(text).pipe(Schema.withDecodingDefaultKey(Effect.succeed([]))),
  }),
})
/** The same, decoded. */
export type ProfileFields = typeof ProfileFields.Type
