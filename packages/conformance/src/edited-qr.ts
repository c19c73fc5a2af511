import assert from "node:assert/strict"
import { type DataObject, encode, parse } from "@qriskit/payload"

const CURRENCY = "53"
const AMOUNT = "54"
const CRC = "63"

const objectsOf = (text: string): ReadonlyArray<DataObject> => {
  const parsed = parse(text)
  assert.ok(parsed.ok, "the acquirer's QR must be a QRIS string")
  return parsed.payload.objects.filter(({ tag }) => tag !== CRC)
}

const replaced = (text: string, tag: string, value: string): string =>
  encode(objectsOf(text).map((object) => (object.tag === tag ? { tag, value } : object)))

/** The same QR asking for another amount, its CRC right. */
export const qrAskingFor = (text: string, amount: string): string => replaced(text, AMOUNT, amount)

/** The same QR without an amount, its CRC right: the customer types it. */
export const qrWithoutAmount = (text: string): string =>
  encode(objectsOf(text).filter(({ tag }) => tag !== AMOUNT))

/** The same QR in another currency, its CRC right. */
export const qrInCurrency = (text: string, currency: string): string => replaced(text, CURRENCY, currency)

/** The forms in which tag 54 may say the same amount, each of which gives another CRC. */
const FORMS = ["", ".", ".0", ".00"] as const

/** The same QR asking for the same amount, its CRC in small letters, of which it has some. */
export const qrWithSmallCrc = (text: string, amount: number): string => {
  const qr = FORMS.map((form) => qrAskingFor(text, `${amount}${form}`)).find((one) =>
    /[A-F]/.test(one.slice(-4)),
  )
  assert.ok(qr !== undefined, "one of four CRCs must have a letter")
  return qr.slice(0, -4) + qr.slice(-4).toLowerCase()
}

/** The same QR with a CRC that is not its own. */
export const qrWithWrongCrc = (text: string): string =>
  `${text.slice(0, -1)}${text.endsWith("0") ? "1" : "0"}`
