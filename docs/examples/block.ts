/** A fenced block of a page, or of a docstring. Lines count from 1 within the whole file. */
export interface Block {
  /** The line of the opening fence. */
  readonly line: number
  readonly language: string
  /** What stands behind the language: `runnable`, `continues`, `no-check: why`. */
  readonly marks: string
  readonly lines: ReadonlyArray<Line>
  /** Lines of code that readers do not see: an HTML comment `<!-- given: … -->` right before the fence. */
  readonly given: ReadonlyArray<Line>
}

export interface Line {
  readonly number: number
  readonly text: string
}

export const codeOf = ({ lines }: Pick<Block, "lines">): string => lines.map(({ text }) => text).join("\n")

const FENCE = /^(\s*)(`{3,}|~{3,})\s*([\w-]*)(.*)$/
const GIVEN_BEGINS = /^\s*<!-- given:\s*$/
const COMMENT_ENDS = /^\s*-->\s*$/

/** Leaves out VitePress's own marks: `{1,3-5}`, `[a label]`, `:line-numbers`. */
const marksIn = (info: string): string =>
  info
    .replace(/:(no-)?line-numbers(=\d+)?/, "")
    .replace(/\{[\d,\s-]*\}|\[[^\]]*\]/g, "")
    .trim()

const without = (indent: string, text: string): string =>
  text.startsWith(indent) ? text.slice(indent.length) : text.trimStart()

/** The fenced blocks among some lines, in order. A block that is never closed ends with the text. */
export const blocksAmong = (lines: ReadonlyArray<Line>): ReadonlyArray<Block> => {
  const blocks: Array<Block> = []
  let given: Array<Line> = []
  for (let at = 0; at < lines.length; at++) {
    const { number, text } = lines[at] ?? { number: 0, text: "" }
    const until = (isEnd: (text: string) => boolean): Array<Line> => {
      const found = lines.findIndex((line, index) => index > at && isEnd(line.text))
      const end = found === -1 ? lines.length : found
      const between = lines.slice(at + 1, end)
      at = end
      return between
    }
    const [, indent = "", fence = "", language = "", info = ""] = FENCE.exec(text) ?? []
    if (GIVEN_BEGINS.test(text)) given = until((line) => COMMENT_ENDS.test(line))
    else if (fence !== "") {
      const inner = until(
        (line) => line.trim().startsWith(fence) && line.replaceAll(fence[0] ?? "", "").trim() === "",
      )
      blocks.push({
        line: number,
        language,
        marks: marksIn(info),
        lines: inner.map((line) => ({ ...line, text: without(indent, line.text) })),
        given,
      })
      given = []
    } else if (text.trim() !== "") given = []
  }
  return blocks
}

const linesOf = (text: string): ReadonlyArray<Line> =>
  text.split("\n").map((line, index) => ({ number: index + 1, text: line }))

/** The blocks of a page. */
export const blocksOfPage = (markdown: string): ReadonlyArray<Block> => blocksAmong(linesOf(markdown))

/** Lines with an `@example` that is no fenced block, so that nothing tells code from text. */
export const bareExamplesIn = (source: string): ReadonlyArray<number> => {
  const lines = linesOf(source)
  return lines
    .filter(
      ({ number, text }) =>
        /^\s*(\/\*)?\* @example\b/.test(text) && !/^\s*\* ```/.test(lines[number]?.text ?? ""),
    )
    .map(({ number }) => number)
}

/** The blocks of each docstring in a source. */
export const blocksOfSource = (source: string): ReadonlyArray<Block> => {
  const lines = linesOf(source)
  return [...source.matchAll(/\/\*\*.*?\*\//gs)].flatMap(({ 0: docstring, index }) => {
    const first = source.slice(0, index).split("\n").length
    const own = lines.slice(first - 1, first - 1 + docstring.split("\n").length)
    return blocksAmong(own.map(({ number, text }) => ({ number, text: text.replace(/^\s*\* ?/, "") })))
  })
}
