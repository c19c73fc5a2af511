/** CRC-16/CCITT-FALSE, as tag 63 has it. */
const crcOf = (text: string): string => {
  let crc = 0xffff
  for (const byte of Buffer.from(text)) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff
  }
  return crc.toString(16).toUpperCase().padStart(4, "0")
}

const field = (tag: string, value: string) => `${tag}${String(value.length).padStart(2, "0")}${value}`

/** A QR for an amount, perhaps with a fixed tip. */
export const qrFor = (amount: number, tip?: number): string => {
  const text = [
    "00020101021226650017ID.CO.EXAMPLE.WWW01189360091500000012340211TOKOCONTOH10303UMI520458125303360",
    field("54", String(amount)),
    tip === undefined ? "" : field("55", "02") + field("56", String(tip)),
    "5802ID5911TOKO CONTOH6007JAKARTA6105103106304",
  ].join("")
  return text + crcOf(text)
}
