import type { StatementProfileInput } from "../profile/profile.js"

/** Mandiri's account statement as its older internet banking gives it: `;`, months by name, a running balance [B]. */
export const mandiriBank = {
  id: "mandiri-bank",
  title: "Mandiri, account statement (with balance)",
  family: "mandiri-account",
  kind: "bank",
  file: { format: "table", delimiter: ";" },
  numbers: "plain",
  header: {
    names: [
      "AccountNo",
      "Ccy",
      "PostDate",
      "Remarks",
      "AdditionalDesc",
      "Credit Amount",
      "Debit Amount",
      "Close Balance",
    ],
  },
  columns: { account: "AccountNo", currency: "Ccy", narrative: ["Remarks", "AdditionalDesc"] },
  dates: {
    booked: { column: "PostDate", formats: ["DD MMM YYYY HH:mm:ss", "DD MMM YYYY"] },
  },
  money: { credit: "Credit Amount", debit: "Debit Amount", balance: "Close Balance" },
  emptyIsZero: ["debit", "credit"],
  derived: { net: ["credit", "-debit"] },
  kinds: [{ kind: "other" }],
  running: "either",
  coverage: "booked",
  keys: [],
} as const satisfies StatementProfileInput

/** Mandiri's newer one: no balance, and two columns of one name [B]. Nothing in it proves that it is whole. */
export const mandiriBankNew = {
  id: "mandiri-bank-new",
  title: "Mandiri, account statement (without balance)",
  family: "mandiri-account",
  kind: "bank",
  file: { format: "table", delimiter: "," },
  numbers: "plain",
  header: {
    names: [
      "Account No",
      "Date",
      "Val. Date",
      "Transaction Code",
      "Description",
      "Description",
      "Reference No.",
      "Debit",
      "Credit",
    ],
  },
  columns: {
    account: "Account No",
    bankReference: "Reference No.",
    narrative: [
      { name: "Description", nth: 1 },
      { name: "Description", nth: 2 },
    ],
  },
  dates: {
    booked: { column: "Date", formats: ["DD/MM/YY", "DD/MM/YYYY"] },
    value: { column: "Val. Date", formats: ["DD/MM/YY", "DD/MM/YYYY"] },
  },
  money: { debit: "Debit", credit: "Credit" },
  emptyIsZero: ["debit", "credit"],
  derived: { net: ["credit", "-debit"] },
  kinds: [{ kind: "other" }],
  coverage: "booked",
  keys: [],
} as const satisfies StatementProfileInput
