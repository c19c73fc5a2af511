/** Pictures that are read. */
export type PictureKind = "png" | "jpeg" | "webp" | "gif" | "bmp"

/** What else people take for a picture of a code, by its name for them. */
const OTHERS = {
  pdf: "a PDF: save the page as PNG",
  svg: "an SVG drawing: draw it as PNG",
  heic: "a HEIC photo: save it as JPEG",
  avif: "an AVIF picture: save it as PNG",
  tiff: "a TIFF picture: save it as PNG",
  jxl: "a JPEG XL picture: save it as PNG",
  html: "a web page: save the picture in it",
  zip: "a ZIP archive or a document: take the picture out of it",
} as const

/** A file that is no picture to scan, by what it is. */
export type OtherKind = keyof typeof OTHERS

/** What a file is, by its first bytes. */
export type FileKind = PictureKind | OtherKind

/** What a file begins with, at which byte. */
interface Signature {
  readonly kind: FileKind
  readonly at?: number
  readonly bytes: string
}

const SIGNATURES: ReadonlyArray<Signature> = [
  { kind: "png", bytes: "\x89PNG\r\n\x1a\n" },
  { kind: "jpeg", bytes: "\xff\xd8\xff" },
  { kind: "webp", at: 8, bytes: "WEBP" },
  { kind: "gif", bytes: "GIF8" },
  { kind: "bmp", bytes: "BM" },
  { kind: "tiff", bytes: "II*\0" },
  { kind: "tiff", bytes: "MM\0*" },
  { kind: "jxl", bytes: "\xff\x0a" },
  { kind: "jxl", at: 4, bytes: "JXL " },
  { kind: "zip", bytes: "PK\x03\x04" },
  ...["avif", "avis"].map((brand) => ({ kind: "avif", at: 4, bytes: `ftyp${brand}` }) as const),
  ...["heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"].map(
    (brand) => ({ kind: "heic", at: 4, bytes: `ftyp${brand}` }) as const,
  ),
]

/** Texts may begin with white space, comments and declarations: this much of them is looked at. */
const LOOKED_AT = 1024

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

const TEXTS: ReadonlyArray<readonly [kind: OtherKind, pattern: RegExp]> = [
  ["pdf", /^\W*%PDF-/],
  ["html", /^\W*<(!doctype\s+html|html)/i],
  ["svg", /^\W*<(svg|(\?xml|!--|!doctype\s+svg)[\s\S]*<svg)/i],
]

/** What a file is, by how it begins; undefined for anything else, such as text. */
export const fileKind = (file: Uint8Array): FileKind | undefined => {
  const start = latin1(file.subarray(0, LOOKED_AT))
  return (
    SIGNATURES.find(({ at = 0, bytes }) => start.startsWith(bytes, at))?.kind ??
    TEXTS.find(([, pattern]) => pattern.test(start))?.[0]
  )
}

export const isPicture = (kind: FileKind | undefined): kind is PictureKind =>
  kind !== undefined && !Object.hasOwn(OTHERS, kind)

/** Why a file is not scanned, and what to do. */
export const unsupported = (kind: OtherKind | undefined): string =>
  kind === undefined
    ? "The file is no picture that is known: PNG, JPEG, WebP, GIF or BMP."
    : `The file is ${OTHERS[kind]}.`
