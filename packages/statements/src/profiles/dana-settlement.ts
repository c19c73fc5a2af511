import type { StatementProfileInput } from "../profile/profile.js"

/**
 * DANA's settlement file, `MERCHANT_SETTLEMENT_<mid>_…_YYYYMMDD.csv` [A: Settlement File, payment services, 1.2.0].
 * Amounts are sen without signs: the type says which way money went, a refund keeps the fee, a cancel gives it back.
 */
export const danaSettlement = {
  id: "dana-settlement",
  title: "DANA, settlement file",
  kind: "acquirer",
  file: { format: "table", delimiter: ";" },
  numbers: "sen",
  header: {
    names: [
      "SETTLEMENT_TXN_ID",
      "TXN_ID",
      "TXN_TYPE",
      "ACQUIREMENT_ID",
      "MID",
      "SETTLE_DATE",
      "MERCHANT_NAME",
      "TXN_AMOUNT",
      "TXN_CURRENCY",
      "TXN_DATE",
      "ORIGINAL_TXN_ID",
      "ORIGINAL_TXN_DATE",
      "MERCHANT_COMMISSION_EDIK",
      "SERVICE_TAX_EDIK",
      "WITHHOLDING_TAX_EDIK",
      "MERCHANT_COMMISSION_ASR",
      "SERVICE_TAX_ASR",
      "WITHHOLDING_TAX_ASR",
      "SETTLE_AMOUNT",
      "MERCHANT_TRANS_ID",
      "MERCHANT_REQUEST_ID",
      "PAY_METHOD",
      "MERCHANT_CUST_ID",
      "SETTLE_UNIT_TYPE",
      "SETTLE_UNIT_VALUE",
      "SHOP_ID",
      "BUYER_MOBILE_NO",
      "DIVISION_ID",
      "PRODUCT_TYPE",
    ],
  },
  columns: {
    // ACQUIREMENT_ID is called mandatory and is empty in the document's own example.
    providerId: "TXN_ID",
    reference: "MERCHANT_TRANS_ID",
    mid: "MID",
    batch: "SETTLEMENT_TXN_ID",
    originalId: "ORIGINAL_TXN_ID",
    part: ["TXN_TYPE", "PAY_METHOD"],
    currency: "TXN_CURRENCY",
  },
  dates: {
    paid: { column: "TXN_DATE", formats: ["iso"] },
    settled: { column: "SETTLE_DATE", formats: ["iso"] },
  },
  money: {
    gross: "TXN_AMOUNT",
    fee: ["MERCHANT_COMMISSION_EDIK", "MERCHANT_COMMISSION_ASR"],
    tax: ["SERVICE_TAX_EDIK", "WITHHOLDING_TAX_EDIK", "SERVICE_TAX_ASR", "WITHHOLDING_TAX_ASR"],
    net: "SETTLE_AMOUNT",
  },
  sign: {
    by: { column: "TXN_TYPE" },
    plus: ["ACQUIRING_ORDER", "VOUCHER_DEDUCTION", "CAPTURE"],
    minus: ["REFUND", "CANCEL"],
  },
  equations: [{ of: "net", is: ["gross", "-fee", "-tax"] }],
  kinds: [
    // Tells a rebate and settles nothing: its amount never moved.
    {
      kind: "adjustment",
      when: [{ column: "PAY_METHOD", is: ["REBATE"] }],
      tells: ["net"],
      equations: [{ of: "net", is: [] }],
    },
    // A credit where a refund could not be made.
    { kind: "adjustment", when: [{ column: "PAY_METHOD", is: ["ADJUSTMENT"] }] },
    { kind: "payment", when: [{ column: "TXN_TYPE", is: ["ACQUIRING_ORDER", "CAPTURE"] }] },
    { kind: "payment_part", when: [{ column: "TXN_TYPE", is: ["VOUCHER_DEDUCTION"] }] },
    { kind: "refund", when: [{ column: "TXN_TYPE", is: ["REFUND"] }] },
    { kind: "cancel", when: [{ column: "TXN_TYPE", is: ["CANCEL"] }] },
  ],
  settled: "always",
  coverage: "settled",
  keys: ["providerId", "reference", "time"],
  drops: ["BUYER_MOBILE_NO", "MERCHANT_CUST_ID"],
} as const satisfies StatementProfileInput
