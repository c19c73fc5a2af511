/**
 * What one file may ask for. A report is never near these; what is, is refused with the name of the limit.
 */
export interface Limits {
  /** Bytes of a text file, and of a file out of an archive. Default: 4 GiB; memory does not grow with it. */
  readonly bytes?: number
  /** Bytes of a file that must be held whole: archive, workbook, JSON. Default: 64 MiB. */
  readonly heldBytes?: number
  /** Bytes of a workbook unpacked. Default: 256 MiB. */
  readonly unpackedBytes?: number
  /** Characters of one row. Default: 262,144. */
  readonly rowCharacters?: number
  /** Cells of one row. Default: 512. */
  readonly columns?: number
  /** Files in an archive. Default: 100. */
  readonly entries?: number
  /** Lines that are handed over at once. Default: 250,000; `readBatches` has no such limit. */
  readonly lines?: number
}

const MEBI = 1_024 * 1_024

const DEFAULTS: Required<Limits> = {
  bytes: 4_096 * MEBI,
  heldBytes: 64 * MEBI,
  unpackedBytes: 256 * MEBI,
  rowCharacters: 262_144,
  columns: 512,
  entries: 100,
  lines: 250_000,
}

export const limitsOf = (limits: Limits | undefined): Required<Limits> => ({ ...DEFAULTS, ...limits })

/** `64 MiB`. */
export const bytesInWords = (bytes: number): string =>
  bytes >= MEBI ? `${Math.floor(bytes / MEBI)} MiB` : `${bytes} bytes`
