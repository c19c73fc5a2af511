import type { StatementProfileInput } from "../profile/profile.js"

const YES = ["Y", "Yes", "Ya"] as const
/** Any other word of such a column is not guessed at: a refund is no payment. */
const NO = ["N", "No", "Tidak", "-", ""] as const

const IS_KEPT = [
  { column: "Void", is: NO },
  { column: "Reversal", is: NO },
  { column: "Refund", is: NO },
] as const

/**
 * BCA's `ReportMerchantBCA_YYYYMMDD.xlsx`, with a password: header in row 5, a sheet SUMMARY [B; order of columns C].
 * It tells neither fee nor net. How it signs voids and refunds is not known, so such a line tells no amount.
 */
export const bcaMerchant = {
  id: "bca-merchant",
  title: "BCA, merchant report",
  kind: "acquirer",
  file: { format: "table", delimiter: "," },
  numbers: "plain",
  header: {
    names: [
      "Merchant ID",
      "Transaction Date",
      "Transaction Time",
      "Original Amount",
      "Reference Number",
      "Payment Method",
      "Payment Type",
      "Void",
      "Reversal",
      "Refund",
    ],
    anyOrder: true,
  },
  widths: { "Reference Number": 12, "Transaction Time": 6 },
  columns: { rrn: "Reference Number", mid: "Merchant ID" },
  dates: {
    paid: {
      column: ["Transaction Date", "Transaction Time"],
      formats: [
        "DD/MM/YYYY HH:mm:ss",
        "DD/MM/YYYY HHmmss",
        "DD/MM/YYYY HH:mm",
        "DD/MM/YYYY HH.mm.ss",
        "DD/MM/YYYY",
      ],
    },
  },
  money: { gross: "Original Amount" },
  kinds: [
    { kind: "cancel", when: [{ column: "Void", is: YES }], tells: [] },
    { kind: "cancel", when: [{ column: "Reversal", is: YES }], tells: [] },
    { kind: "refund", when: [{ column: "Refund", is: YES }], tells: [] },
    {
      kind: "payment",
      channel: "qris",
      when: [{ column: "Payment Method", is: ["QRIS", "QR", "QRIS MPM", "QRIS CPM"] }, ...IS_KEPT],
    },
    { kind: "payment", when: IS_KEPT },
  ],
  summary: {
    header: { names: ["Merchant Name", "Merchant ID", "Total Frequency", "Total Amount"] },
    mid: "Merchant ID",
    money: { gross: "Total Amount" },
    count: "Total Frequency",
    total: "TOTAL",
  },
  coverage: "paid",
  lag: 1,
  keys: ["rrn", "time", "day"],
  drops: ["Card/Phone Number"],
} as const satisfies StatementProfileInput
