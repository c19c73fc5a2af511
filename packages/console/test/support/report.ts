/** A line of a report of GoPay's. Amounts in rupiah; a fee as the report writes it. */
export interface ReportLine {
  readonly reference: string
  readonly gross: number
  readonly fee: string
  /** When it was paid. Default: on a day that is long over. */
  readonly at?: Date
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"]

/** In Jakarta, as the report writes it. */
const written = (at: Date): string => {
  const [, year = "", month = "", day = "", time = ""] =
    /^(\d+)-(\d+)-(\d+)T([\d:]+)/.exec(new Date(at.getTime() + 7 * 3_600_000).toISOString()) ?? []
  return `${day} ${MONTHS[Number(month) - 1]} ${year} - ${time}`
}

/** A report as GoPay gives it to merchants: it names payments by amount and time. */
export const reportOf = (lines: ReadonlyArray<ReportLine>): Buffer =>
  Buffer.from(
    [
      '"","Transaksi Dibuat","","Status","ID","No. Ref","Harga","MDR"',
      ...lines.map(
        ({ reference, gross, fee, at = new Date("2026-10-05T02:43:09Z") }, index) =>
          `"${index + 1}","${written(at)}","","SUKSES","A${reference}","${reference}","${gross}","${fee}"`,
      ),
    ].join("\n"),
  )
