/** A report of Mandiri's with so many payments, in pieces: it is never held whole. */
export async function* mandiriReport(lines) {
  const head = [
    "MERCHANT STATEMENT",
    "Report Date,06-10-2026",
    "Group,000123",
    "Group Name,CONTOH JAYA",
    "DETAIL",
    "NMID,MID,Merchant Official,Trading Name,Bank Account,Bank Account Name,TRXDATE,TRXTIME,Issuer Name,TID,Refference Number,Reff ID/Invoice No,AMOUNT,MDR Amount,NET AMOUNT",
  ]
  yield Buffer.from(`${head.join("\r\n")}\r\n`)
  const totals = { gross: 0, fee: 0 }
  let piece = ""
  for (let index = 0; index < lines; index++) {
    const gross = (10_000 + (index % 5_000) * 100) * 100
    const fee = Math.floor((gross * 7) / 1_000)
    totals.gross += gross
    totals.fee += fee
    const time = [Math.floor(index / 3_600) % 24, Math.floor(index / 60) % 60, index % 60].map(two).join("")
    piece += `ID1026000000017,7190000${String(index % 40).padStart(4, "0")},CONTOH JAYA,TOKO CONTOH SATU,'1230000000456,PT CONTOH JAYA,05-10-2026,${time},Bank Contoh,01234567,'6278${String(index).padStart(8, "0")},INV-${index},"${amount(gross)}","${amount(fee)}","${amount(gross - fee)}"\r\n`
    if (piece.length > 60_000) {
      yield Buffer.from(piece)
      piece = ""
    }
  }
  const { gross, fee } = totals
  yield Buffer.from(
    `${piece}TOTAL,,,,,,,,,,,,"${amount(gross)}","${amount(fee)}","${amount(gross - fee)}"\r\n`,
  )
}

const two = (value) => String(value).padStart(2, "0")

const amount = (sen) => `${String(Math.floor(sen / 100)).replace(/\B(?=(\d{3})+$)/g, ",")}.${two(sen % 100)}`
