import type { Language } from "../messages/index.js"

type Names = Readonly<Record<string, readonly [en: string, id: string]>>

const ROOT: Names = {
  "00": ["payload format", "format payload"],
  "01": ["point of initiation", "titik inisiasi"],
  "51": ["central repository", "repositori pusat"],
  "52": ["merchant category", "kategori merchant"],
  "53": ["currency", "mata uang"],
  "54": ["amount", "nominal"],
  "55": ["tip indicator", "indikator tip"],
  "56": ["fixed tip", "tip tetap"],
  "57": ["percentage tip", "tip persentase"],
  "58": ["country", "negara"],
  "59": ["merchant name", "nama merchant"],
  "60": ["merchant city", "kota merchant"],
  "61": ["postal code", "kode pos"],
  "62": ["additional data", "data tambahan"],
  "63": ["CRC", "CRC"],
  "64": ["other language", "bahasa lain"],
}

const ACCOUNT: Names = {
  "00": ["identifier", "pengenal"],
  "01": ["PAN", "PAN"],
  "02": ["merchant id", "id merchant"],
  "03": ["criteria", "kriteria"],
}

const REPOSITORY: Names = { ...ACCOUNT, "02": ["NMID", "NMID"] }

const ADDITIONAL: Names = {
  "01": ["bill number", "nomor tagihan"],
  "02": ["mobile number", "nomor ponsel"],
  "03": ["store label", "label toko"],
  "04": ["loyalty number", "nomor loyalti"],
  "05": ["reference label", "label referensi"],
  "06": ["customer label", "label pelanggan"],
  "07": ["terminal label", "label terminal"],
  "08": ["purpose", "tujuan"],
  "09": ["consumer data request", "permintaan data konsumen"],
  "99": ["proprietary", "data khusus"],
}

const LANGUAGE_TEMPLATE: Names = {
  "00": ["language", "bahasa"],
  "01": ["merchant name", "nama merchant"],
  "02": ["merchant city", "kota merchant"],
}

const OTHERS = [
  { first: 2, last: 25, name: ["card scheme account", "akun skema kartu"] },
  { first: 26, last: 45, name: ["merchant account", "akun merchant"] },
  { first: 46, last: 51, name: ["account template", "templat akun"] },
  { first: 65, last: 79, name: ["reserved (EMVCo)", "dicadangkan (EMVCo)"] },
  { first: 80, last: 99, name: ["unreserved template", "templat bebas"] },
] as const

/** What templates of another country have in common: EMVCo's identifier. */
const FOREIGN_ACCOUNT: Names = { "00": ["identifier", "pengenal"] }

/** What a tag is called, by the tag and the template it stands in; in a code of another country by EMVCo alone. */
export const tagName = (tag: string, parent: string, language: Language, isForeign: boolean): string => {
  const number = Number(tag)
  const name =
    parent === ""
      ? ((isForeign && tag === "51" ? undefined : ROOT[tag]) ??
        OTHERS.find(({ first, last }) => number >= first && number <= last)?.name)
      : namesInside(parent, isForeign)[tag]
  return name?.[language === "en" ? 0 : 1] ?? ""
}

const namesInside = (parent: string, isForeign: boolean): Names => {
  if (isForeign && parent >= "26" && parent <= "51") return FOREIGN_ACCOUNT
  if (parent === "51") return REPOSITORY
  if (parent === "62") return ADDITIONAL
  if (parent === "64") return LANGUAGE_TEMPLATE
  return parent >= "26" && parent <= "45" ? ACCOUNT : {}
}
