import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { decodeConfig, type SnapProfileInput, standard } from "../src/index.js"
import * as presets from "../src/presets.js"
import { inputOf } from "./support/merchant.js"

/** What is wrong with a profile, by its fields. */
const complaintsAbout = (profile: SnapProfileInput): Readonly<Record<string, string>> => {
  const decoded = decodeConfig(inputOf(profile))
  return Result.isSuccess(decoded)
    ? {}
    : Object.fromEntries(decoded.failure.issues.map(({ path, message }) => [path, message]))
}

const { shopeepay, midtrans, winpay } = presets

type Create = SnapProfileInput["verbs"]["create"]

/** ShopeePay, whose inquiry wants what is kept of a create. */
const keeping = (
  create: Partial<Create>,
  headers: Partial<SnapProfileInput["headers"]> = {},
  body: Create["body"] = { originalExternalId: "{attributes.itsId}" },
): SnapProfileInput => ({
  ...shopeepay,
  headers: { ...shopeepay.headers, ...headers },
  verbs: {
    ...shopeepay.verbs,
    create: { ...standard.CREATE, ...create },
    inquire: { ...shopeepay.verbs.inquire, body },
  },
})

const ITS_ID = { itsId: "X-EXTERNAL-ID" } as const
const ITS_TIME = { itsId: "yyyyMMdd" } as const
const LOST = { body: { originalPartnerReferenceNo: "{externalId}" } } as const
const ANSWER = { ids: standard.INQUIRE.answer.ids, qr: "qrContent" } as const

describe("a profile that keeps what was sent with a create", () => {
  it.each([
    ["its id", keeping({ sent: ITS_ID })],
    ["its time", keeping({ sent: ITS_TIME })],
    ["its id, and finds a lost one without its QR", keeping({ sent: ITS_ID, lost: LOST })],
    [
      "its id, and an inquiry's answer names it",
      keeping({
        sent: ITS_ID,
        lost: { ...LOST, answer: { ...ANSWER, attributes: { itsId: "externalId" } } },
      }),
    ],
    [
      "its id, which is the merchant's reference",
      keeping({ sent: ITS_ID, lost: { ...LOST, answer: ANSWER } }, { externalId: "reference" }),
    ],
    [
      "its id, for what an inquiry can do without",
      keeping({ sent: ITS_ID, lost: { ...LOST, answer: ANSWER } }, {}, { id: "{attributes.itsId?}" }),
    ],
    [
      "its time, and sends a lost one again under an id of its own",
      keeping({ sent: ITS_TIME, lost: { ...LOST, repeat: true } }),
    ],
    ["its id, which a repeat has, too", keeping({ sent: ITS_ID }, { retryExternalId: "same" })],
    ["nothing, and asks by what every reference has", keeping({}, {}, { until: "{attributes.validUntil}" })],
  ])("is taken: %s", (_, profile) => {
    expect(complaintsAbout(profile)).toEqual({})
  })

  it.each([
    [
      "under a name that the answer's has",
      keeping({ sent: ITS_ID, answer: { ...standard.CREATE.answer, attributes: { itsId: "referenceNo" } } }),
      "profile.verbs.create.sent.itsId",
      "must have a name of its own",
    ],
    [
      "under a name that every reference has",
      keeping({ sent: { ...ITS_ID, askedAmount: "yyyyMMdd" } }),
      "profile.verbs.create.sent.askedAmount",
      "must have another name",
    ],
    [
      "under a name that no reference can have",
      keeping({ sent: { ...ITS_ID, "its-day": "yyyyMMdd" } }),
      "profile.verbs.create.sent.its-day",
      "must be named with up to 40 letters and digits",
    ],
    [
      "in a form that there is not",
      keeping({ sent: { itsId: "ddMMyyyy" as "yyyyMMdd" } }),
      "profile.verbs.create.sent.itsId",
      "yyyyMMdd",
    ],
    [
      "by its time, which is not known where a repeat is answered as the first",
      keeping({ sent: ITS_TIME }, { retryExternalId: "same" }),
      "profile.verbs.create.sent.itsId",
      "whose time nobody knows",
    ],
    [
      "by its time, where the reference is its id and a repeat is answered as the first",
      keeping({ sent: ITS_TIME, lost: { ...LOST, repeat: true } }, { externalId: "reference" }),
      "profile.verbs.create.sent.itsId",
      "whose time nobody knows",
    ],
    [
      "by its id, and hands out a QR that nobody could ask about",
      keeping({ sent: ITS_ID, lost: { ...LOST, answer: ANSWER } }),
      "profile.verbs.create.lost.answer.attributes.itsId",
      "is required: verbs.inquire.body wants it",
    ],
  ])("is refused: %s", (_, profile, path, issue) => {
    const complaints = complaintsAbout(profile)
    expect(Object.keys(complaints)).toEqual([path])
    expect(complaints[path]).toContain(issue)
  })
})

it("a profile that asks by a name that nothing keeps is refused", () => {
  const { verbs } = winpay
  const body = { originalReferenceNo: "{attributes.contractid}" }
  expect(complaintsAbout({ ...winpay, verbs: { ...verbs, cancel: { ...standard.CANCEL, body } } })).toEqual({
    "profile.verbs.cancel.body":
      "holds {attributes.contractid}, which neither verbs.create.answer.attributes nor verbs.create.sent keeps",
  })
})

describe("retryExternalId", () => {
  const withNew = (profile: SnapProfileInput): SnapProfileInput => ({
    ...profile,
    headers: { ...profile.headers, retryExternalId: "new" },
  })

  it("is not `new` where the reference is the id, or a lost create is sent again under the same one", () => {
    const repeating = keeping({ lost: { ...LOST, repeat: true } }, {}, standard.INQUIRE.body)
    expect(complaintsAbout(repeating)).toEqual({})
    for (const [profile, why] of [
      [midtrans, "X-EXTERNAL-ID is your own reference"],
      [repeating, "verbs.create.lost.repeat sends a create again"],
    ] as const)
      expect(complaintsAbout(withNew(profile))["profile.headers.retryExternalId"]).toContain(why)
  })

  it("is `new` where the standard says so, and `same` at Midtrans", () => {
    expect(complaintsAbout(withNew(shopeepay))).toEqual({})
    expect(midtrans.headers.retryExternalId).toBe("same")
  })
})

describe("a profile that keeps what a create is answered", () => {
  const keepingSo = (count: number) =>
    keeping(
      {
        answer: {
          ...ANSWER,
          attributes: Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, "place"])),
        },
        sent: ITS_ID,
      },
      {},
      {},
    )

  it("keeps no more than a reference can", () => {
    expect(complaintsAbout(keepingSo(12))).toEqual({})
    expect(complaintsAbout(keepingSo(13))).toEqual({
      "profile.verbs.create.answer.attributes": "must be at most 13 together with those of verbs.create.sent",
    })
  })
})
