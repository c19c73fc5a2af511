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
 * The first key that stands twice in one object of a JSON text, or `undefined`. `JSON.parse` takes the last one without a
 * word, other parsers the first: a callback that says its status twice says two things. The text must be JSON.
 */
export const duplicateKeyIn = (text: string): string | undefined => {
  const open: Array<Set<string>> = []
  let at = 0
  while (at < text.length) {
    const character = text[at]
    if (character === '"') {
      const end = endOfString(text, at)
      const keys = open.at(-1)
      if (keys !== undefined && isFollowedByColon(text, end)) {
        const key = String(JSON.parse(text.slice(at, end)))
        if (keys.has(key)) return key
        keys.add(key)
      }
      at = end
    } else {
      if (character === "{" || character === "[") open.push(new Set())
      else if (character === "}" || character === "]") open.pop()
      at += 1
    }
  }
  return undefined
}
