import * as fs from "node:fs"
import * as path from "node:path"
import { blocksOfPage } from "../../../docs/examples/block.ts"
import { examplesAmong } from "../../../docs/examples/example.ts"
import { ROOT, roomOf } from "../../../docs/examples/workspace.ts"

/** A program of a page, as a project finds it. */
interface Program {
  /** Below the project's folder. */
  readonly file: string
  /** What it prints, where its page says so. */
  readonly output?: string
}

const programsOf = (page: string): ReadonlyArray<Program & { readonly text: string }> => {
  const file = path.join(ROOT, "docs", `${page}.md`)
  const { examples, complaints } = examplesAmong(
    file,
    roomOf(file),
    blocksOfPage(fs.readFileSync(file, "utf8")),
  )
  if (complaints.length > 0)
    throw new Error(`${page}: ${complaints.map(({ message }) => message).join("; ")}`)
  return examples.map(({ module, text, output }) => ({
    file: path.join("guide", page, path.basename(module)),
    text,
    ...(output === undefined ? {} : { output }),
  }))
}

/**
 * Writes the programs of some of the guide's pages into a project, as they stand there, and `guide/pages.json`, which
 * says what each prints.
 *
 * @param pages below `docs`, without `.md`
 */
export const writeGuidePages = (pages: ReadonlyArray<string>, folder: string): void => {
  const programs = pages.flatMap(programsOf)
  for (const { file, text } of programs) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    fs.writeFileSync(path.join(folder, file), text)
  }
  const told = Object.fromEntries(programs.map(({ file, output }) => [file, { output }]))
  fs.writeFileSync(path.join(folder, "guide", "pages.json"), `${JSON.stringify(told, null, 2)}\n`)
}
