/** Which tags may follow a tag: what else looks like one is text of the bank's, where text may stand. */
const FOLLOWERS: Readonly<Record<string, ReadonlyArray<string>>> = {
  "": ["20"],
  "20": ["21", "25", "25P"],
  "21": ["25", "25P"],
  "25": ["28", "28C"],
  "25P": ["28", "28C"],
  "28": ["60F", "60M", "34F", "13D"],
  "28C": ["60F", "60M", "34F", "13D"],
  "34F": ["34F", "13D", "61", "86", "90D", "90C"],
  "13D": ["61", "86", "90D", "90C"],
  "60F": ["61", "62F", "62M", "86"],
  "60M": ["61", "62F", "62M", "86"],
  "61": ["86", "61", "62F", "62M", "90D", "90C"],
  "86": ["61", "62F", "62M", "90D", "90C"],
  "62F": ["64", "65", "86", "20"],
  "62M": ["64", "65", "86", "20"],
  "64": ["65", "86", "20"],
  "65": ["65", "86", "20"],
  "90D": ["90C", "86", "20"],
  "90C": ["86", "20", "90D"],
}

/** Tags whose value may go on in further lines. */
const OPEN: ReadonlySet<string> = new Set(["61", "86"])

const TAG = /^:(\d{2}[A-Z]?):(.*)$/

/** What a line of a message is, after a tag. */
export type Line =
  | { readonly is: "tag"; readonly tag: string; readonly value: string }
  | { readonly is: "text" }
  | { readonly is: "end" }
  | { readonly is: "wrong" }

/** Tells a line: `:NOTE:` and a tag that cannot follow are text within a text, and wrong elsewhere. */
export const lineAfter = (tag: string, line: string, isClosed: boolean): Line => {
  if (/^-\}?/.test(line) || /^\{[1-5]:/.test(line) || line.trim() === "") return { is: "end" }
  const match = TAG.exec(line)
  const found = match?.[1]
  if (found !== undefined) {
    const followers = FOLLOWERS[tag] ?? []
    // After the closing balance, text belongs to the whole statement, and another statement may follow.
    if (followers.includes(found) || (isClosed && found === "20")) {
      return { is: "tag", tag: found, value: match?.[2] ?? "" }
    }
  }
  return OPEN.has(tag) ? { is: "text" } : { is: "wrong" }
}
