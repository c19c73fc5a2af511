import type { StatementProfileInput } from "../profile/profile.js"

/**
 * NICEPAY's settlement report, XLSX with a merged header of three levels [A: MMS, File Settlement Report; the
 * arrangement of its cells C]. One line for each brand, merchant id and type; VAT of 11 % on the fee; what is paid out
 * is what was scheduled, less what is held, and with what is set off.
 */
export const nicepaySettlement = {
  id: "nicepay-settlement",
  title: "NICEPAY, settlement report",
  kind: "acquirer",
  file: { format: "table", headerRows: 3 },
  numbers: "plain",
  header: {
    names: [
      "Brand Name",
      "I-MID",
      "Type",
      "Transaction.Transaction",
      "Transaction.Amount",
      "Fee.NICEPAY.Fee",
      "Fee.NICEPAY.Installment Fee",
      "Fee.NICEPAY.FDS Fee",
      "Fee.NICEPAY.VAT",
      "Fee.NICEPAY.Total",
      "Scheduled Settlement Amount.From NICEPAY.Scheduled Settlement Amount",
      "Scheduled Settlement Amount.From NICEPAY.Hold On",
      "Scheduled Settlement Amount.From NICEPAY.Hold Off",
      "Scheduled Settlement Amount.From NICEPAY.Setoff",
      "Scheduled Settlement Amount.From NICEPAY.Refund",
      "Scheduled Settlement Amount.From NICEPAY.Settlement Confirmation Amount",
    ],
    anyOrder: true,
    more: true,
  },
  columns: { mid: "I-MID", part: "Type" },
  money: {
    gross: "Transaction.Amount",
    fee: ["Fee.NICEPAY.Fee", "Fee.NICEPAY.Installment Fee", "Fee.NICEPAY.FDS Fee"],
    tax: "Fee.NICEPAY.VAT",
    total: "Fee.NICEPAY.Total",
    scheduled: "Scheduled Settlement Amount.From NICEPAY.Scheduled Settlement Amount",
    holdOn: "Scheduled Settlement Amount.From NICEPAY.Hold On",
    holdOff: "Scheduled Settlement Amount.From NICEPAY.Hold Off",
    setoff: "Scheduled Settlement Amount.From NICEPAY.Setoff",
    refund: "Scheduled Settlement Amount.From NICEPAY.Refund",
    net: "Scheduled Settlement Amount.From NICEPAY.Settlement Confirmation Amount",
  },
  equations: [
    { of: "total", is: ["fee", "tax"] },
    { of: "net", is: ["scheduled", "-holdOn", "holdOff", "setoff", "refund"] },
  ],
  kinds: [
    { kind: "settlement", channel: "qris", when: [{ column: "Type", is: ["QRIS", "QR", "QR Code"] }] },
    { kind: "settlement" },
  ],
  settled: "always",
  total: { label: "Total", required: false },
  coverage: "settled",
  lag: 2,
  keys: ["day"],
} as const satisfies StatementProfileInput
