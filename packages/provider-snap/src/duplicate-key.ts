/** The end of a JSON string that begins at `start`, one past its closing quote. */
const endOfString = (text: string, start: number): number => {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1
  return at + 1
}

const WHITE_SPACE = /[ \t\n\r]*/y

const isFollowedByColon = (text: string, at: number): boolean => {
  WHITE_SPACE.lastIndex = at
  WHITE_SPACE.exec(text)
  return text[WHITE_SPACE.lastIndex] === ":"
}

/**
 * Deeper than any field that a profile reads, and than what is handed on (see `readNotificationBody`). What is below is
 * not looked at: a body of brackets alone would else cost a list for each.
 */
const MOST_LEVELS = 32

/**
 * The first key that stands twice in one object of a JSON text, or `undefined`. `JSON.parse` takes the last one without
 * a word, other parsers the first: a callback that says its status twice says two things. The text must be JSON.
 */
export const duplicateKeyIn = (text: string): string | undefined => {
  /** The keys of each object around this place; none for a list. */
  const open: Array<Set<string> | undefined> = []
  let depth = 0
  let at = 0
  while (at < text.length) {
    const character = text[at]
    if (character === '"') {
      const end = endOfString(text, at)
      const keys = depth <= MOST_LEVELS ? open[depth - 1] : undefined
      if (keys !== undefined && isFollowedByColon(text, end)) {
        const key = String(JSON.parse(text.slice(at, end)))
        if (keys.has(key)) return key
        keys.add(key)
      }
      at = end
    } else {
      if (character === "{" || character === "[") {
        if (depth < MOST_LEVELS) open[depth] = character === "{" ? new Set() : undefined
        depth += 1
      } else if (character === "}" || character === "]") depth -= 1
      at += 1
    }
  }
  return undefined
}
