import type { QrisPayload } from "../payload.js"
import { isForeign } from "../rules.js"

/** The domestic switches that route QRIS payments. */
export type Switch = "ALTO" | "Artajasa" | "Jalin" | "Rintis"

/** A bank or payment service provider with its National Numbering System code. */
export interface Institution {
  /** Eight digits, which begin its merchants' PANs. */
  readonly nns: string
  readonly name: string
  /** Where it is connected. */
  readonly switches: ReadonlyArray<Switch>
}

/** Where the table comes from, and when that was last looked at. */
export const INSTITUTIONS_SOURCE = {
  source: "github.com/astrapay/spring-qris, QrisNationalNumberingSystem.java, at commit 91db0019",
  asOf: "2026-11-20",
} as const

/** `code name switches`, the code without its leading 9360. The list is not complete: see INSTITUTIONS_SOURCE. */
const ROWS = `
0002 BRI J
0008 Bank Mandiri J
0009 BNI A
0011 Bank Danamon R
0013 Bank Permata A
0014 BCA R
0016 Maybank Indonesia L
0019 Bank Panin L
0022 CIMB Niaga R
0023 UOB Indonesia A
0028 OCBC R
0031 Citibank A
0036 CCB Indonesia R
0037 Bank Artha Graha Internasional R
0054 Bank Capital Indonesia L
0076 Bank Bumi Arta R
0110 Bank BJB R
0111 Bank DKI R
0112 Bank BPD DIY R
0114 Bank Jatim AR
0115 Bank Jambi A
0116 Bank Aceh Syariah J
0117 Bank Sumut L
0118 Bank Nagari R
0119 Bank Riau Kepri R
0120 Bank Sumsel Babel R
0121 Bank Lampung A
0122 Bank Kalsel A
0123 Bank Kalbar AR
0124 Bank Kaltimtara L
0126 Bank Sulselbar R
0127 Bank SulutGo A
0129 Bank BPD Bali A
0130 Bank NTT AJ
0132 Bank Papua A
0133 Bank Bengkulu A
0147 Bank Muamalat A
0151 Bank Mestika Dharma R
0152 Bank Shinhan Indonesia A
0153 Bank Sinarmas LR
0157 Bank Maspion R
0161 Bank Ganesha L
0167 Bank QNB Indonesia A
0200 BTN L
0212 Bank Woori Saudara A
0213 BTPN R
0253 Bank Nano Syariah L
0422 BRISPAY J
0425 Bank BJB Syariah A
0426 Bank Mega R
0441 KB Bukopin R
0451 Bank Syariah Indonesia A
0472 Bank Jasa Jakarta L
0484 Bank KEB Hana R
0485 MotionBank A
0490 Bank Neo Commerce L
0494 Bank Raya J
0501 BCA Digital L
0503 Bank Nobu A
0513 Bank Ina Perdana R
0517 Bank Panin Dubai Syariah J
0523 Bank Sahabat Sampoerna R
0531 Amar Bank R
0535 SeaBank L
0536 BCA Syariah R
0542 Bank Jago L
0548 Bank Multiarta Sentosa R
0553 Bank Mayora A
0562 Superbank L
0564 Bank Mandiri Taspen J
0777 Finpay LJ
0808 Bayarind J
0811 OttoCash R
0812 KasPro R
0813 GPay J
0814 Netzme LJ
0815 Bimasakti J
0816 SPIN LJ
0817 YUKK J
0818 Paydia J
0820 PAC Cash A
0821 MidazPay L
0822 AstraPay L
0825 Zipay L
0826 DIPAY L
0828 TrueMoney L
0829 m-Bayar A
0830 YODU J
0832 GDC Pay J
0836 Nusapay L
0837 Cashfazz A
0839 Cashlez L
0841 Batpay J
0847 Honest L
0848 Xendit L
0849 Paylabs L
0898 Telkom J
0899 DOKU L
0911 LinkAja A
0912 OVO A
0914 GoPay A
0915 DANA A
0916 Gudang Voucher LA
0917 PayTren A
0918 ShopeePay L
0919 BluePay LR
0920 i.saku R
0923 YourPay R
0947 Bank Aladin Syariah A
0998 QRIS DSP R
8161 Pos Indonesia J
`

const SWITCHES: Readonly<Record<string, Switch>> = { L: "ALTO", A: "Artajasa", J: "Jalin", R: "Rintis" }

const institution = (row: string): Institution => {
  const [code = "", ...words] = row.split(" ")
  const letters = words.pop() ?? ""
  const switches = [...letters].flatMap((letter) => SWITCHES[letter] ?? [])
  return { nns: `9360${code}`, name: words.join(" "), switches }
}

/** Known institutions by their eight-digit code. */
export const INSTITUTIONS: ReadonlyMap<string, Institution> = new Map(
  ROWS.trim()
    .split("\n")
    .map((row) => institution(row))
    .map((known) => [known.nns, known]),
)

/** The institution whose code begins a PAN; undefined when the table does not know it. */
export const institutionOf = (pan: string): Institution | undefined => INSTITUTIONS.get(pan.slice(0, 8))

/** The PANs of a payload's merchant accounts, each with its path. */
export const merchantPans = (
  payload: QrisPayload,
): ReadonlyArray<{ readonly path: string; readonly pan: string; readonly offset: number }> =>
  payload.objects.flatMap(({ tag, children }) => {
    if (tag < "26" || tag > "45" || isForeign(payload)) return []
    const pan = children?.find((child) => child.tag === "01")
    return pan === undefined ? [] : [{ path: `${tag}.01`, pan: pan.value, offset: pan.offset ?? 0 }]
  })
