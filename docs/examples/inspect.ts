import { type Block, bareExamplesIn, blocksOfPage, blocksOfSource, codeOf } from "./block.ts"
import type { Complaint } from "./complaint.ts"
import { type Example, examplesAmong } from "./example.ts"
import { commandsInProse, objectionsToShell } from "./shell.ts"
import { type Room, roomOf, rooms } from "./workspace.ts"

/** What a file holds that can be checked, and what is wrong with it before anything is compiled. */
export interface Inspection {
  readonly examples: ReadonlyArray<Example>
  readonly complaints: ReadonlyArray<Complaint>
  /** Blocks of commands and of JSON that were looked at. */
  readonly others: number
}

type Objection = Omit<Complaint, "file">

const objectionsToJson = (block: Block): ReadonlyArray<Objection> => {
  try {
    JSON.parse(codeOf(block))
    return []
  } catch (error) {
    return [
      { line: block.line, message: `this is no JSON: ${error instanceof Error ? error.message : error}` },
    ]
  }
}

/** What is done with the blocks of each language. TypeScript is compiled, all of it at once. */
const KNOWN: Readonly<Record<string, (block: Block, room: Room) => ReadonlyArray<Objection>>> = {
  ts: () => [],
  sh: ({ lines }, room) => objectionsToShell(lines, room),
  json: objectionsToJson,
  // Read by people only.
  text: () => [],
  dotenv: () => [],
  nginx: () => [],
  yaml: () => [],
  md: () => [],
}

const objectionsTo = (block: Block, room: Room): ReadonlyArray<Objection> => {
  if (block.marks.startsWith("no-check")) return []
  const look = Object.hasOwn(KNOWN, block.language) ? KNOWN[block.language] : undefined
  if (look !== undefined) return look(block, room)
  const known = Object.keys(KNOWN).join(", ")
  return [{ line: block.line, message: `blocks in "${block.language}" are not checked; there are ${known}` }]
}

/** The examples of packages that are the root's belong to the guide's package, which depends on all others. */
const homeOf = (file: string): Room => {
  const room = roomOf(file)
  const guide = rooms.find(({ manifest }) => manifest.name === "@qriskit/docs")
  return room === rooms.at(-1) && guide !== undefined ? guide : room
}

/** Looks at a page, or at the docstrings of a source. */
export const inspect = (file: string, text: string): Inspection => {
  const isPage = file.endsWith(".md")
  const blocks = isPage ? blocksOfPage(text) : blocksOfSource(text)
  const room = homeOf(file)
  const { examples, complaints } = examplesAmong(file, room, blocks)
  const prose = isPage
    ? commandsInProse(text.split("\n").map((line, index) => ({ number: index + 1, text: line })))
    : []
  const bare = isPage
    ? []
    : bareExamplesIn(text).map((line) => ({ line, message: "write this @example as a fenced block" }))
  const objections = [
    ...bare,
    ...blocks.flatMap((block) => objectionsTo(block, room)),
    ...objectionsToShell(prose, room),
  ]
  return {
    examples,
    complaints: [...complaints, ...objections.map((objection) => ({ file, ...objection }))],
    others: blocks.filter(({ language }) => language === "sh" || language === "json").length,
  }
}
