const NAMES: ReadonlyArray<ReadonlyArray<string>> = [
  ["jan", "january", "januari"],
  ["feb", "february", "februari"],
  ["mar", "march", "maret"],
  ["apr", "april"],
  ["may", "mei"],
  ["jun", "june", "juni"],
  ["jul", "july", "juli"],
  ["aug", "august", "agu", "ags", "agt", "agust", "agustus"],
  ["sep", "sept", "september"],
  ["oct", "october", "okt", "oktober"],
  ["nov", "november", "nop", "nopember"],
  ["dec", "december", "des", "desember"],
]

const MONTHS = new Map(NAMES.flatMap((names, index) => names.map((name) => [name, index + 1] as const)))

/** 1 to 12, for a month's name in English or Indonesian, whole or short; `undefined` for a word that is no month. */
export const monthOf = (word: string): number | undefined => MONTHS.get(word.toLowerCase())
