import { type AmountReading, readAmount } from "../amount.js"
import { parse } from "../parse.js"
import type { QrisPayload } from "../payload.js"
import { type QrSymbol, qrSymbol } from "../render/symbol.js"
import { validate } from "../validate.js"
import { textWidth, type Weight } from "./fonts.js"
import { StandeeError } from "./standee-error.js"

/** Millimetres, upright. */
export const PAPERS = { A6: { width: 105, height: 148 }, A4: { width: 210, height: 297 } } as const

/** `A6` stands on a counter, `A4` hangs on a wall. */
export type Paper = keyof typeof PAPERS

/** How a standee is drawn. */
export interface StandeeOptions {
  /** Default `A6`. */
  readonly paper?: Paper
}

/** A line of text, centred. */
export interface TextItem {
  readonly text: string
  readonly weight: Weight
  /** Height of the font, and distances, in millimetres from the upper left corner. */
  readonly size: number
  readonly width: number
  readonly x: number
  readonly baseline: number
}

/** What is on the paper. */
export interface Standee {
  readonly width: number
  readonly height: number
  readonly title: string
  readonly texts: ReadonlyArray<TextItem>
  readonly qr: { readonly symbol: QrSymbol; readonly x: number; readonly y: number; readonly side: number }
}

/** All measures are A6's; on A4 they are twice as large. */
const BASE = PAPERS.A6
const MARGIN = 8
/** With its quiet zone: modules of more than a millimetre, which a phone reads from an arm's length and further. */
const QR_SIDE = 82
const QR_TOP = 47

/** A line of the standee: where its baseline is, how high its letters are at most. */
interface Line {
  readonly baseline: number
  readonly size: number
  readonly weight: Weight
  readonly text: string | undefined
}

/**
 * What a merchant's static code looks like on paper. Everything that is printed is read from the code: a name beside a
 * code that pays somebody else is what this must not make.
 */
export const standee = (text: string, { paper = "A6" }: StandeeOptions): Standee => {
  if (!Object.hasOwn(PAPERS, paper))
    throw new RangeError(`paper is ${Object.keys(PAPERS).join(" or ")}, not ${paper}.`)
  const payload = printable(text)
  const { width, height } = PAPERS[paper]
  const scale = width / BASE.width
  const name = printed(payload.value("59"))
  const terminal = payload.value("62", "07")
  const nmid = payload.value("51", "02")
  const lines: ReadonlyArray<Line> = [
    { baseline: 18, size: 13, weight: "bold", text: "QRIS" },
    { baseline: 23, size: 3.2, weight: "regular", text: "QR Code Standar Pembayaran Nasional" },
    { baseline: 34, size: 7.5, weight: "bold", text: name },
    { baseline: 39.5, size: 4, weight: "regular", text: nmid && `NMID : ${nmid}` },
    { baseline: 44.5, size: 4, weight: "regular", text: terminal === PROMPT ? undefined : terminal },
    {
      baseline: 134,
      size: 5,
      weight: "bold",
      text: amountLine(readAmount(payload)) ?? "SATU QRIS UNTUK SEMUA",
    },
    { baseline: 140, size: 3.2, weight: "regular", text: payload.value("60") },
  ]
  return {
    width,
    height,
    title: `QRIS ${name}`,
    texts: lines.flatMap((line) => centred(line, scale)),
    qr: {
      symbol: qrSymbol(text),
      x: ((BASE.width - QR_SIDE) / 2) * scale,
      y: QR_TOP * scale,
      side: QR_SIDE * scale,
    },
  }
}

/** Asks the customer's app for the value, and so is none. */
const PROMPT = "***"

const amountLine = (amount: AmountReading): string | undefined =>
  amount.kind === "rupiah" ? `Rp ${amount.rupiah.toLocaleString("id-ID")}` : undefined

const printable = (text: string): QrisPayload => {
  const parsed = parse(text)
  const issues = parsed.ok
    ? validate(parsed.payload).filter(({ severity }) => severity === "error")
    : parsed.issues
  if (!parsed.ok || issues.length > 0) {
    const reasons = issues.map(({ message }) => message).join("; ")
    throw new StandeeError("not-payable", `The code is not printed: ${reasons}.`, issues)
  }
  const { payload } = parsed
  if (payload.value("01") !== "11") {
    throw new StandeeError(
      "not-static",
      "The code is not static (tag 01 is not 11): it was made for one payment.",
    )
  }
  return payload
}

/** Without what has no shape, or would steer what prints it. */
const printed = (text = ""): string => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, " ").trim()

/** A line in the middle; what is too long for the paper becomes smaller. */
const centred = ({ text, weight, size, baseline }: Line, scale: number): ReadonlyArray<TextItem> => {
  const shown = printed(text)
  if (shown === "") return []
  const fitting = Math.min(1, (BASE.width - 2 * MARGIN) / textWidth(shown, weight, size))
  const width = textWidth(shown, weight, size * fitting)
  return [
    {
      text: shown,
      weight,
      size: size * fitting * scale,
      width: width * scale,
      x: ((BASE.width - width) / 2) * scale,
      baseline: baseline * scale,
    },
  ]
}
