import type { StatementProfileInput } from "../profile/profile.js"

/**
 * KlikBCA Bisnis, account statement [B]. Direction and amount share a cell; a date is whole, without its year, or
 * `PEND`. Settlements of QRIS and cards tell gross and fee in their text.
 */
export const klikbcaBisnis = {
  id: "klikbca-bisnis",
  title: "KlikBCA Bisnis, account statement",
  family: "bca-account",
  kind: "bank",
  file: { format: "table", delimiter: "," },
  numbers: "plain",
  header: { names: ["Tanggal Transaksi", "Keterangan", "Cabang", "Jumlah", "Saldo"] },
  columns: { narrative: "Keterangan" },
  dates: { booked: { column: "Tanggal Transaksi", formats: ["DD/MM/YYYY", "DD/MM"] } },
  money: { net: "Jumlah", balance: "Saldo" },
  sign: { by: "suffix", plus: ["CR"], minus: ["DB"] },
  pending: { column: "Tanggal Transaksi", is: ["PEND"] },
  kinds: [{ kind: "other" }],
  recipe: "bca",
  facts: [
    { label: "No. rekening", form: "inline", is: "account" },
    { label: "Periode", form: "inline", is: "period", formats: ["DD/MM/YYYY"] },
    { label: "Kode Mata Uang", form: "inline", is: "currency" },
    { label: "Saldo Awal", form: "inline", is: "opening", required: true },
    { label: "Mutasi Debet", form: "inline", is: "debits" },
    { label: "Mutasi Kredit", form: "inline", is: "credits" },
    { label: "Saldo Akhir", form: "inline", is: "closing", required: true },
  ],
  running: "either",
  coverage: "booked",
  keys: ["day"],
} as const satisfies StatementProfileInput

/**
 * KlikBCA of individuals [B]. CR or DB stands in a column without a name, dates mostly have no year, and a text that is
 * not quoted may hold commas.
 */
export const klikbcaIndividual = {
  id: "klikbca-individual",
  title: "KlikBCA, account statement of individuals",
  family: "bca-account",
  kind: "bank",
  file: { format: "table", delimiter: "," },
  numbers: "plain",
  header: { names: ["Date", "Description", "Branch", "Amount", "", "Balance"] },
  columns: { narrative: "Description" },
  dates: { booked: { column: "Date", formats: ["DD/MM/YYYY", "DD/MM"] } },
  money: { net: "Amount", balance: "Balance" },
  sign: { by: { column: { at: 5 } }, plus: ["CR"], minus: ["DB"] },
  pending: { column: "Date", is: ["PEND"] },
  spills: "Description",
  kinds: [{ kind: "other" }],
  recipe: "bca",
  facts: [
    { label: "Account No.", form: "equals", is: "account" },
    { label: "Currency", form: "equals", is: "currency" },
    { label: "Starting Balance", form: "equals", is: "opening", required: true },
    { label: "Credit", form: "equals", is: "credits" },
    { label: "Debet", form: "equals", is: "debits" },
    { label: "Ending Balance", form: "equals", is: "closing", required: true },
  ],
  running: "either",
  coverage: "booked",
  keys: ["day"],
} as const satisfies StatementProfileInput
