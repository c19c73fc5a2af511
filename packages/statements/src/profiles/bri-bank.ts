import type { StatementProfileInput } from "../profile/profile.js"

/**
 * BRI's account statement, CSV [B]. The remark of a line changes from one day to the next [A], so no text is a key.
 */
export const briBank = {
  id: "bri-bank",
  title: "BRI, account statement",
  kind: "bank",
  file: { format: "table", delimiter: "," },
  numbers: "plain",
  header: {
    names: ["TGL_TRAN", "DESK_TRAN", "MUTASI_DEBET", "MUTASI_KREDIT", "SALDO_AKHIR_MUTASI"],
    anyOrder: true,
    more: true,
  },
  columns: { account: "NOREK", narrative: "DESK_TRAN" },
  mayLack: ["NOREK"],
  dates: {
    booked: { column: "TGL_TRAN", formats: ["iso", "DD/MM/YYYY HH:mm:ss", "DD/MM/YYYY", "DD-MM-YYYY"] },
  },
  money: { debit: "MUTASI_DEBET", credit: "MUTASI_KREDIT", balance: "SALDO_AKHIR_MUTASI" },
  emptyIsZero: ["debit", "credit"],
  derived: { net: ["credit", "-debit"] },
  kinds: [{ kind: "other" }],
  recipe: "bri",
  running: "either",
  coverage: "booked",
  keys: ["day"],
} as const satisfies StatementProfileInput
