import { encode } from "@qriskit/payload"

/** What distinguishes one acquirer's QR codes: the merchant account (26), the repository entry (51), the trade (52). */
export interface QrisMerchant {
  readonly acquirerDomain: string
  /** 18 digits: institution 9360xxxx and the merchant's number, without check digit. */
  readonly pan: string
  readonly acquirerMerchantId: string
  readonly repositoryDomain: string
  readonly repositoryId: string
  readonly criteria: "UMI"
  readonly category: string
  readonly name: string
  readonly city: string
  readonly postalCode: string
}

/** A QR for one payment: point of initiation 12, the amount in 54, a reference in 62.05. */
export function dynamicQr(merchant: QrisMerchant, amount: number, reference: string): string {
  return qr(merchant, "12", [{ tag: "54", value: String(amount) }], reference)
}

/** A QR to print: point of initiation 11, no amount. */
export function staticQr(merchant: QrisMerchant, reference: string): string {
  return qr(merchant, "11", [], reference)
}

function qr(
  merchant: QrisMerchant,
  initiation: "11" | "12",
  amount: ReadonlyArray<{ tag: string; value: string }>,
  reference: string,
): string {
  return encode([
    { tag: "00", value: "01" },
    { tag: "01", value: initiation },
    {
      tag: "26",
      children: [
        { tag: "00", value: merchant.acquirerDomain },
        { tag: "01", value: merchant.pan },
        { tag: "02", value: merchant.acquirerMerchantId },
        { tag: "03", value: merchant.criteria },
      ],
    },
    {
      tag: "51",
      children: [
        { tag: "00", value: merchant.repositoryDomain },
        { tag: "02", value: merchant.repositoryId },
        { tag: "03", value: merchant.criteria },
      ],
    },
    { tag: "52", value: merchant.category },
    { tag: "53", value: "360" },
    ...amount,
    { tag: "58", value: "ID" },
    { tag: "59", value: merchant.name },
    { tag: "60", value: merchant.city },
    { tag: "61", value: merchant.postalCode },
    { tag: "62", children: [{ tag: "05", value: reference }] },
  ])
}
