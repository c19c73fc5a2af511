import { encode } from "@qriskit/payload"
import { dynamicQr, type QrisMerchant, staticQr } from "../qris.js"
import type { MidtransAcquirer } from "./request.js"

/** What a GoPay QR is made of. Without an amount it is one to print. */
interface GopayTerms {
  readonly name: string
  readonly amount?: number
  /** 62.50: a UUID. */
  readonly reference: string
}

/**
 * A GoPay QR as the sandbox's real ones look [VERIFIED]: 26.01 of 19 digits, 54 behind 61 with two decimals, 51.02
 * `AID…`, a UUID in 62.50. All numbers are invented.
 */
function gopayQr({ name, amount, reference }: GopayTerms): string {
  return encode([
    { tag: "00", value: "01" },
    { tag: "01", value: amount === undefined ? "11" : "12" },
    {
      tag: "26",
      children: [
        { tag: "00", value: "COM.GO-JEK.WWW" },
        { tag: "01", value: "9360091400000000019" },
        { tag: "02", value: "G000000001" },
        { tag: "03", value: "UMI" },
      ],
    },
    {
      tag: "51",
      children: [
        { tag: "00", value: "ID.CO.QRIS.WWW" },
        { tag: "02", value: "AID000000000001" },
        { tag: "03", value: "UMI" },
      ],
    },
    { tag: "52", value: "5812" },
    { tag: "53", value: "360" },
    { tag: "58", value: "ID" },
    { tag: "59", value: name },
    { tag: "60", value: "Jakarta" },
    { tag: "61", value: "12345" },
    ...(amount === undefined ? [] : [{ tag: "54", value: `${amount}.00` }]),
    {
      tag: "62",
      children: [
        { tag: "50", value: reference },
        { tag: "07", value: "A01" },
      ],
    },
  ])
}

/** ShopeePay's shape is [NOT FOUND]: the usual one, under its prefix 93600918. */
function shopeepay(name: string): QrisMerchant {
  return {
    acquirerDomain: "ID.CO.SHOPEE.WWW",
    pan: "936009180000000002",
    acquirerMerchantId: "000002",
    repositoryDomain: "ID.CO.QRIS.WWW",
    repositoryId: "ID1020000000002",
    criteria: "UMI",
    category: "5812",
    name,
    city: "JAKARTA",
    postalCode: "12345",
  }
}

/** The QR for one payment. */
export function paymentQr(
  acquirer: MidtransAcquirer,
  { name, amount, reference }: Required<GopayTerms>,
): string {
  return acquirer === "gopay"
    ? gopayQr({ name, amount, reference })
    : dynamicQr(shopeepay(name), amount, reference.replaceAll("-", "").slice(0, 25))
}

/** The merchant's QR to print. That Midtrans' merchants have one is known, not what its ids are [NOT FOUND]. */
export function printedQr(name: string): string {
  return staticQr(shopeepay(name), "STATIC-MIDTRANS-0001")
}
