import { encode } from "@qriskit/payload"

/**
 * 26.00 `CO.XENDIT.WWW`, no 51.03, 52 = 5099, random text in 62.05 [VERIFIED on three real ones]. Numbers are invented.
 */
export function xenditQr(name: string, amount: number | undefined, reference: string): string {
  return encode([
    { tag: "00", value: "01" },
    { tag: "01", value: amount === undefined ? "11" : "12" },
    {
      tag: "26",
      children: [
        { tag: "00", value: "CO.XENDIT.WWW" },
        { tag: "01", value: "936008480000000001" },
        { tag: "02", value: "QKT000000000001" },
        { tag: "03", value: "UME" },
      ],
    },
    {
      tag: "51",
      children: [
        { tag: "00", value: "ID.CO.QRIS.WWW" },
        { tag: "02", value: "ID1000000000001" },
      ],
    },
    { tag: "52", value: "5099" },
    { tag: "53", value: "360" },
    ...(amount === undefined ? [] : [{ tag: "54", value: String(amount) }]),
    { tag: "58", value: "ID" },
    { tag: "59", value: name },
    { tag: "60", value: "JAKARTA" },
    { tag: "61", value: "12345" },
    { tag: "62", children: [{ tag: "05", value: reference }] },
  ])
}
