import type { StatementProfileInput } from "../profile/profile.js"

/**
 * Xendit's balance history, CSV [A; values of Transaction Type C]. A payment, its fee and the VAT on it are three rows
 * of one Transaction ID; the balance runs over all of them. Times are UTC.
 */
export const xenditBalanceHistory = {
  id: "xendit-balance-history",
  title: "Xendit, balance history",
  family: "xendit-balance",
  kind: "acquirer",
  file: { format: "table", delimiter: "," },
  numbers: "plain",
  zone: "Z",
  header: {
    names: [
      "Product ID",
      "Transaction ID",
      "Transaction Type",
      "Line Type",
      "Payment Channel",
      "Reference",
      "Currency",
      "Amount",
      "Balance",
      "Debit or Credit",
      "Created Date ISO",
      "Time Zone",
      "Created Date",
      "Payment Date",
    ],
    more: true,
  },
  columns: {
    providerId: "Product ID",
    reference: "Reference",
    part: "Transaction Type",
    currency: "Currency",
  },
  dates: {
    paid: { column: "Payment Date", formats: ["iso"] },
    settled: { column: "Created Date ISO", formats: ["iso"] },
  },
  money: { amount: "Amount", balance: "Balance" },
  required: ["amount"],
  sign: { by: { column: "Debit or Credit" }, plus: ["CREDIT"], minus: ["DEBIT"] },
  kinds: [
    {
      kind: "cancel",
      when: [{ column: "Line Type", is: ["TRANSACTION_REVERSAL", "FEE_REVERSAL", "VAT_REVERSAL"] }],
    },
    {
      kind: "payout",
      when: [
        {
          column: "Transaction Type",
          is: ["WITHDRAWAL", "AUTO_WITHDRAWAL", "DISBURSEMENT", "BATCH_DISBURSEMENT", "REMITTANCE_PAYOUT"],
        },
      ],
      providerId: "Transaction ID",
    },
    {
      kind: "refund",
      when: [
        { column: "Transaction Type", is: ["REFUND", "QR_REFUND", "QR_PAYMENT_REFUND", "PAYMENT_REFUND"] },
      ],
    },
    {
      kind: "payment",
      channel: "qris",
      when: [
        { column: "Payment Channel", is: ["QRIS"] },
        { column: "Transaction Type", is: ["QR_PAYMENT", "QRIS_PAYMENT", "QR_CODE", "PAYMENT"] },
      ],
    },
    {
      kind: "payment",
      when: [
        {
          column: "Transaction Type",
          is: [
            "QR_PAYMENT",
            "QRIS_PAYMENT",
            "QR_CODE",
            "PAYMENT",
            "VA_PAYMENT",
            "EWALLET_PAYMENT",
            "CREDIT_CARD_PAYMENT",
          ],
        },
      ],
    },
    // A transfer, a top-up, a fee of the platform: money all the same, and no payment.
    { kind: "other", providerId: "Transaction ID" },
  ],
  group: {
    by: "Transaction ID",
    role: "Line Type",
    roles: {
      TRANSACTION: { adds: "gross" },
      FEE: { adds: "fee" },
      VAT: { adds: "tax" },
      TRANSACTION_REVERSAL: { adds: "gross", reverses: true },
      FEE_REVERSAL: { adds: "fee", reverses: true },
      VAT_REVERSAL: { adds: "tax", reverses: true },
    },
  },
  running: "either",
  settled: "always",
  coverage: "settled",
  lag: 2,
  keys: ["providerId", "reference", "time"],
  callbackPrefix: "qrpy_",
} as const satisfies StatementProfileInput

/** Xendit's transactions as its API gives them, `GET /transactions` [B]. A page is not the whole period. */
export const xenditTransactions = {
  id: "xendit-transactions",
  title: "Xendit, transactions (API)",
  family: "xendit-transactions",
  kind: "acquirer",
  file: { format: "json", records: "data", more: "has_more" },
  numbers: "plain",
  zone: "Z",
  columns: {
    providerId: "product_id",
    reference: "reference_id",
    part: "type",
    status: "status",
    currency: "currency",
  },
  dates: {
    paid: { column: "created", formats: ["iso"] },
    settled: { column: "estimated_settlement_time", formats: ["iso"] },
  },
  money: {
    gross: "amount",
    fee: "fee.xendit_fee",
    tax: ["fee.value_added_tax", "fee.xendit_withholding_tax", "fee.third_party_withholding_tax"],
    net: "net_amount",
  },
  sign: { by: { column: "cashflow" }, plus: ["MONEY_IN"], minus: ["MONEY_OUT"] },
  equations: [{ of: "net", is: ["gross", "-fee", "-tax"] }],
  statuses: ["SUCCESS", "SUCCESSFUL", "PENDING", "REVERSED", "VOIDED"],
  ignored: [{ when: [{ column: "status", is: ["FAILED"] }], why: "the transaction failed" }],
  kinds: [
    // What such a line did to the balance is not documented.
    { kind: "cancel", when: [{ column: "status", is: ["REVERSED", "VOIDED"] }], tells: [], equations: [] },
    { kind: "other", when: [{ column: "status", is: ["PENDING"] }], tells: [], equations: [] },
    { kind: "refund", when: [{ column: "type", is: ["REFUND"] }], equations: [] },
    {
      kind: "payout",
      when: [
        {
          column: "type",
          is: [
            "WITHDRAWAL",
            "AUTO_WITHDRAWAL",
            "DISBURSEMENT",
            "BATCH_DISBURSEMENT",
            "PAYOUT",
            "REMITTANCE_PAYOUT",
          ],
        },
      ],
      tells: ["net"],
      equations: [],
      providerId: "id",
    },
    {
      kind: "payment",
      channel: "qris",
      when: [
        { column: "type", is: ["PAYMENT"] },
        { column: "channel_code", is: ["QRIS"] },
      ],
    },
    { kind: "payment", when: [{ column: "type", is: ["PAYMENT"] }] },
    { kind: "other", equations: [], providerId: "id" },
  ],
  settled: {
    column: "settlement_status",
    yes: ["SETTLED", "EARLY_SETTLED"],
    no: ["PENDING"],
  },
  coverage: "paid",
  lag: 2,
  keys: ["providerId", "reference", "time"],
  callbackPrefix: "qrpy_",
} as const satisfies StatementProfileInput
