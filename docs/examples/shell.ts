import type { Line } from "./block.ts"
import { published, type Room, rooms } from "./workspace.ts"

/** What pnpm does by itself, as far as our pages use it. */
const PNPM_OWN = new Set(["add", "audit", "dlx", "exec", "install", "pack", "publish", "remove"])

const root = rooms.at(-1)

const hasScript = (room: Room | undefined, name: string): boolean =>
  room?.manifest.scripts?.[name] !== undefined

/** What is wrong with the arguments of pnpm. `here`: the package on whose page they stand. */
const objectionToPnpm = (words: ReadonlyArray<string>, here: Room): string | undefined => {
  const filterAt = words.findIndex((word) => word === "--filter" || word.startsWith("--filter="))
  const filter = filterAt === -1 ? undefined : (words[filterAt]?.split("=")[1] ?? words[filterAt + 1])
  const [name = "", script] = words.filter(
    (word, index) => !word.startsWith("-") && !(index === filterAt + 1 && words[filterAt] === "--filter"),
  )
  const wanted = name === "run" ? (script ?? "") : name
  if (PNPM_OWN.has(wanted)) return undefined
  // `pnpm test --filter=x` hands the filter to turbo; `pnpm --filter x test` looks in the package.
  if (filter !== undefined && filterAt === 0) {
    const room = rooms.find(({ manifest }) => manifest.name === filter)
    if (room === undefined) return `there is no package ${filter}`
    return hasScript(room, wanted) ? undefined : `${filter} has no script "${wanted}"`
  }
  return hasScript(root, wanted) || hasScript(here, wanted) ? undefined : `there is no script "${wanted}"`
}

/** A name from our own scope must be a published package, whatever is done with it. */
const objectionToName = (word: string, needsCommand: boolean): string | undefined => {
  const name = /^@qriskit\/[\w-]+/.exec(word)?.[0]
  if (name === undefined) return undefined
  const room = published.find(({ manifest }) => manifest.name === name)
  if (room === undefined) return `there is no published package ${name}`
  return needsCommand && room.manifest.bin === undefined ? `${name} has no command` : undefined
}

const isOption = (word: string): boolean => word.startsWith("-")

const objectionTo = (command: string, here: Room): string | undefined => {
  const [program, ...words] = command.split(/\s+/).filter((word) => word !== "" && !/^\w+=/.test(word))
  if (program === "pnpm") return objectionToPnpm(words, here)
  if (program === "npx") {
    const [name = "", ...rest] = words.filter((word, index) => !isOption(word) || index > 1)
    return /^pnpm(@|$)/.test(name) ? objectionToPnpm(rest, here) : objectionToName(name, true)
  }
  if (program === "npm")
    return words.map((word) => objectionToName(word, false)).find((found) => found !== undefined)
  return undefined
}

const commandsIn = (text: string): ReadonlyArray<string> =>
  text
    .replace(/(^|\s)#.*$/, "")
    .split(/&&|\|\||[;|]/)
    .map((command) => command.trim())

/** What is wrong with the commands of a block `sh`: scripts and packages that do not exist. */
export const objectionsToShell = (
  lines: ReadonlyArray<Line>,
  here: Room,
): ReadonlyArray<{ readonly line: number; readonly message: string }> =>
  lines.flatMap(({ number, text }) =>
    commandsIn(text).flatMap((command) => {
      const message = objectionTo(command, here)
      return message === undefined ? [] : [{ line: number, message }]
    }),
  )

/** Commands that stand in running text, in backticks. */
export const commandsInProse = (lines: ReadonlyArray<Line>): ReadonlyArray<Line> =>
  lines.flatMap(({ number, text }) =>
    [...text.matchAll(/`((?:npx|pnpm) [^`…]+)`/g)].map(([, command = ""]) => ({ number, text: command })),
  )
