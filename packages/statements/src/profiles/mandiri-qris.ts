import type { StatementProfileInput } from "../profile/profile.js"

/**
 * Mandiri's merchant statement of QRIS, which its processor Yokke sends as `MSR_*.zip`, encrypted with AES [B]. Two
 * tables in one: payments, and what was paid out for each merchant id a working day later.
 */
export const mandiriQris = {
  id: "mandiri-qris",
  title: "Mandiri, merchant statement (QRIS)",
  kind: "acquirer",
  file: { format: "table", delimiter: "," },
  numbers: "plain",
  header: {
    names: [
      "NMID",
      "MID",
      "Merchant Official",
      "Trading Name",
      "Bank Account",
      "Bank Account Name",
      "TRXDATE",
      "TRXTIME",
      "Issuer Name",
      "TID",
      "Refference Number",
      "Reff ID/Invoice No",
      "AMOUNT",
      "MDR Amount",
      "NET AMOUNT",
    ],
  },
  widths: { TRXTIME: 6, "Refference Number": 12 },
  columns: {
    reference: "Reff ID/Invoice No",
    rrn: "Refference Number",
    mid: "MID",
    nmid: "NMID",
    tid: "TID",
    account: "Bank Account",
  },
  dates: { paid: { column: ["TRXDATE", "TRXTIME"], formats: ["DD-MM-YYYY HHmmss"] } },
  money: { gross: "AMOUNT", fee: "MDR Amount", net: "NET AMOUNT" },
  none: ["tax"],
  equations: [{ of: "net", is: ["gross", "-fee", "-tax"] }],
  kinds: [{ kind: "payment", channel: "qris" }],
  settled: "always",
  facts: [{ label: "Report Date", form: "cell", is: "reportDate", formats: ["DD-MM-YYYY"] }],
  total: { label: "TOTAL" },
  separators: ["SUMMARY GROUP"],
  summary: {
    header: {
      names: [
        "NMID",
        "MID",
        "Merchant Official",
        "Trading Name",
        "Bank Account",
        "Bank Account Name",
        "PAYMENT DATE",
        "TOTAL AMOUNT",
        "TOTAL MDR",
        "TOTAL NET AMOUNT",
      ],
    },
    mid: "MID",
    date: { column: "PAYMENT DATE", formats: ["DD-MM-YYYY"] },
    money: { gross: "TOTAL AMOUNT", fee: "TOTAL MDR", net: "TOTAL NET AMOUNT" },
    total: "TOTAL",
  },
  coverage: "paid",
  lag: 1,
  keys: ["reference", "rrn", "time", "day"],
} as const satisfies StatementProfileInput
