import type { StatementProfileInput } from "../profile/profile.js"

/**
 * GoPay's "Laporan Transaksi GoPay" of GoBiz, a ZIP with two CSVs [B; names of columns 1, 3, 5 and 9 to 11 C]. It has
 * no id of the merchant's: payments are found by amount and time.
 */
export const gopayTransaksi = {
  id: "gopay-transaksi",
  title: "GoPay, Laporan Transaksi",
  kind: "acquirer",
  file: { format: "table", delimiter: "," },
  numbers: "plain",
  header: {
    names: [null, "Transaksi Dibuat", null, "Status", null, "No. Ref", "Harga", "MDR"],
    more: true,
  },
  columns: { providerId: { at: 5 }, reference: "No. Ref", status: "Status" },
  dates: { paid: { column: "Transaksi Dibuat", formats: ["DD MMM YYYY - HH:mm:ss"] } },
  money: { gross: "Harga", fee: "MDR" },
  required: ["gross"],
  derived: { net: ["gross", "-fee"] },
  statuses: ["SUKSES", "SUCCESS"],
  ignored: [
    {
      when: [{ column: "Status", is: ["GAGAL", "FAILED", "KADALUARSA", "EXPIRED"] }],
      why: "the payment failed",
    },
  ],
  kinds: [{ kind: "payment", channel: "qris" }],
  coverage: "paid",
  lag: 1,
  keys: ["time"],
} as const satisfies StatementProfileInput
