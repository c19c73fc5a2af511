/** Helvetica, which every PDF reader brings: regular or bold. */
export type Weight = "regular" | "bold"

/** Thousandths of the size for each character from space to tilde, as Adobe's metrics of the two fonts have them. */
const WIDTHS: Readonly<Record<Weight, ReadonlyArray<number>>> = {
  regular: [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
  ],
  bold: [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278,
    556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584,
    556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556,
    333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
  ],
}

const FIRST = 0x20
/** As wide as a square: what other alphabets need at most. */
const SQUARE = 1000

/** An accent adds nothing to a letter's width. */
const widthOf = (character: string, weight: Weight): number =>
  WIDTHS[weight][(character.normalize("NFD").codePointAt(0) ?? 0) - FIRST] ?? SQUARE

/** How wide a text is, in the unit of `size`. */
export const textWidth = (text: string, weight: Weight, size: number): number =>
  ([...text].reduce((width, character) => width + widthOf(character, weight), 0) / 1000) * size
