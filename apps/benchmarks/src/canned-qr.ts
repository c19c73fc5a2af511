import { encode } from "@qriskit/payload"

/** The code that the canned acquirers answer with. `amount`: whole rupiah. */
export const cannedQr = (amount: number): string =>
  encode([
    { tag: "00", value: "01" },
    { tag: "01", value: "12" },
    {
      tag: "26",
      children: [
        { tag: "00", value: "ID.CO.EXAMPLE.WWW" },
        { tag: "01", value: "936000000000000001" },
        { tag: "02", value: "000000000000001" },
        { tag: "03", value: "UMI" },
      ],
    },
    { tag: "52", value: "5999" },
    { tag: "53", value: "360" },
    { tag: "54", value: String(amount) },
    { tag: "58", value: "ID" },
    { tag: "59", value: "TOKO CONTOH" },
    { tag: "60", value: "JAKARTA" },
    { tag: "61", value: "12140" },
  ])
