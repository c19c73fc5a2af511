import { type Bitmap2D, correction, generate, mode } from "lean-qr"

/** How much of a damaged symbol can be restored: about 7, 15, 25 or 30 percent. */
export type ErrorCorrection = "L" | "M" | "Q" | "H"

/** What all drawings have in common. */
export interface SymbolOptions {
  /** Default `M`, the level of printed and displayed QRIS codes. `H` under a logo; at one size it reads worse. */
  readonly errorCorrection?: ErrorCorrection
  /** White modules around the symbol, 0 to 64. Default 4, the least that ISO/IEC 18004 allows. */
  readonly quietZone?: number
}

/** A text that no QR code can hold: empty, or beyond 40 versions (some 2300 bytes at level M). */
export class RenderError extends Error {
  override readonly name = "RenderError"
  readonly code: "empty" | "too-long" | "not-encodable"

  constructor(code: RenderError["code"], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Rows of modules, true for dark, the quiet zone included. */
export type QrSymbol = ReadonlyArray<ReadonlyArray<boolean>>

/** The digits that version 40 holds at level L; whatever is longer need not be tried. */
const MOST_CHARACTERS = 7089
const WIDEST_ZONE = 64

/**
 * The ways in which a part of the text may be packed. Each part takes what is shortest, which makes the smallest
 * symbol; kanji and ISO-8859-1 are left out, since decoders garble codes that mix them with UTF-8.
 */
const MODES = [mode.numeric, mode.alphaNumeric, mode.ascii, mode.utf8]

export const qrSymbol = (text: string, options: SymbolOptions = {}): QrSymbol => {
  const { errorCorrection = "M", quietZone = 4 } = options
  if (!Number.isInteger(quietZone) || quietZone < 0 || quietZone > WIDEST_ZONE) {
    throw new RangeError(`quietZone is 0 to ${WIDEST_ZONE} whole modules, not ${quietZone}.`)
  }
  if (!Object.hasOwn(correction, errorCorrection) || errorCorrection.length !== 1) {
    throw new RangeError(`errorCorrection is L, M, Q or H, not ${errorCorrection}.`)
  }
  if (text === "") throw new RenderError("empty", "There is no text to render.")
  if (text.length > MOST_CHARACTERS)
    throw new RenderError("too-long", `${text.length} characters do not fit a QR code.`)
  return framed(drawn(text, errorCorrection), quietZone)
}

const drawn = (text: string, level: ErrorCorrection): Bitmap2D => {
  try {
    // More error correction is taken where the symbol does not grow by it.
    return generate(text, { modes: MODES, minCorrectionLevel: correction[level] })
  } catch (cause) {
    throw new RenderError("not-encodable", "This text does not fit a QR code.", { cause })
  }
}

const framed = (symbol: Bitmap2D, quietZone: number): QrSymbol => {
  const side = Array.from({ length: symbol.size + 2 * quietZone }, (_, at) => at - quietZone)
  return side.map((y) => side.map((x) => symbol.get(x, y)))
}
