import * as path from "node:path"
import type { Block, Line } from "./block.ts"
import type { Complaint } from "./complaint.ts"
import type { Room } from "./workspace.ts"

/** A piece of TypeScript from a page or a docstring, as a module whose lines are numbered as in that file. */
export interface Example {
  readonly file: string
  readonly line: number
  /** Where the module stands for the compiler and, if it is run, on disk. */
  readonly module: string
  readonly text: string
  readonly isRunnable: boolean
  /** What it has to print, where a block `text output` follows it. A line `…` stands for any lines. */
  readonly output: string | undefined
}

/** Folder in a package for examples that are run. Ignored by git, gone afterwards. */
export const SCRATCH = ".examples"

const NOT_CHECKED = /^no-check(?::\s*(.*))?$/
const PATH = /^\/\/ ([\w./-]+\.m?ts)$/

/** Without imports of its own an example would be a script, and share its names with the others. */
const AS_MODULE = "\nexport {}\n"

const moduleText = (kept: ReadonlyArray<Line>): string => {
  const lines: Array<string> = []
  for (const { number, text } of kept) lines[number - 1] = text
  return Array.from(lines, (line) => line ?? "").join("\n") + AS_MODULE
}

/** The examples among the blocks of one file. What its marks say wrongly is complained about. */
export const examplesAmong = (
  file: string,
  room: Room,
  blocks: ReadonlyArray<Block>,
): { readonly examples: ReadonlyArray<Example>; readonly complaints: ReadonlyArray<Complaint> } => {
  const examples: Array<Example> = []
  const complaints: Array<Complaint> = []
  const folder = path.join(room.folder, SCRATCH, path.relative(room.folder, file).replaceAll(/[^\w]+/g, "-"))
  let before: ReadonlyArray<Line> = []

  for (const [index, block] of blocks.entries()) {
    const complain = (message: string) => complaints.push({ file, line: block.line, message })
    const unchecked = NOT_CHECKED.exec(block.marks)
    if (unchecked !== null) {
      if ((unchecked[1] ?? "").trim() === "")
        complain("no-check wants a reason: `no-check: why it cannot be`")
      continue
    }
    if (block.language !== "ts") continue
    const marks = block.marks.split(/\s+/).filter((mark) => mark !== "")
    for (const mark of marks) {
      if (mark !== "runnable" && mark !== "continues") complain(`"${mark}" is no mark of an example`)
    }
    const own = [...block.given, ...block.lines]
    if (marks.includes("continues") && before.length === 0)
      complain("there is no example to continue before it")
    const kept = marks.includes("continues") ? [...before, ...own] : own
    before = kept
    const next = blocks[index + 1]
    examples.push({
      file,
      line: block.line,
      // A block that begins with the name of a file is that file: others of its page can import it.
      module: path.join(folder, PATH.exec(block.lines[0]?.text ?? "")?.[1] ?? `line-${block.line}.ts`),
      text: moduleText(kept),
      isRunnable: marks.includes("runnable"),
      output:
        next?.language === "text" && next.marks === "output"
          ? next.lines.map(({ text }) => text).join("\n")
          : undefined,
    })
  }
  return { examples, complaints }
}
