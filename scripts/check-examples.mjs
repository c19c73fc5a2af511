// Compiles every ```ts block in a package's README and in the docstrings of its sources, against the sources.
//
//   node scripts/check-examples.mjs packages/core
//   node scripts/check-examples.mjs apps/demo README.md    also what stands elsewhere, as if it stood in that package
//
// Exit code 1 and one line for each complaint, at the place where the example is written.

import * as fs from "node:fs"
import * as path from "node:path"
import ts from "typescript"

const BLOCK = /^```ts\n(.*?)^```$/gms
const DOCSTRING = /\/\*\*.*?\*\//gs

const lineOf = (text, index) => text.slice(0, index).split("\n").length

/** The ts blocks of a Markdown text: their code, and the line on which it begins. */
const blocksIn = (markdown) =>
  [...markdown.matchAll(BLOCK)].map((match) => ({
    code: match[1],
    line: lineOf(markdown, match.index) + 1,
  }))

/** The ts blocks of all docstrings in a source. */
const docstringBlocksIn = (source) =>
  [...source.matchAll(DOCSTRING)].flatMap((docstring) => {
    const markdown = docstring[0].replace(/^\s*\* ?/gm, "")
    const before = lineOf(source, docstring.index) - 1
    return blocksIn(markdown).map(({ code, line }) => ({ code, line: before + line }))
  })

const sourcesOf = (folder) =>
  fs
    .readdirSync(path.join(folder, "src"), { recursive: true })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(folder, "src", file))

/** Every example of a package, and of further Markdown files, each as a module of its own beside the package's sources. */
const examplesOf = (folder, further) => {
  const markdown = [path.join(folder, "README.md"), ...further].filter((file) => fs.existsSync(file))
  const found = [
    ...markdown.map((file) => [file, blocksIn(fs.readFileSync(file, "utf8"))]),
    ...sourcesOf(folder).map((file) => [file, docstringBlocksIn(fs.readFileSync(file, "utf8"))]),
  ]
  return found
    .flatMap(([file, blocks]) => blocks.map((block) => ({ ...block, file })))
    .map((example, index) => ({ ...example, module: path.join(folder, `example-${index + 1}.ts`) }))
}

/** The package's own name and subpaths, resolved to its sources instead of what was built last. */
const ownPaths = (folder) => {
  const { name, exports } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"))
  return Object.fromEntries(
    Object.entries(exports ?? {}).flatMap(([subpath, target]) =>
      typeof target === "string"
        ? []
        : [
            [
              path.posix.join(name, subpath),
              [path.join(folder, target.types.replace(/^\.\/dist\/(.*)\.d\.ts$/, "src/$1.ts"))],
            ],
          ],
    ),
  )
}

const compilerOptionsOf = (folder) => {
  const file = path.join(folder, "tsconfig.json")
  const { config } = ts.readConfigFile(file, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder, undefined, file)
  return { ...options, noEmit: true, incremental: false, composite: false, paths: ownPaths(folder) }
}

/** A compiler host that sees the examples as files. */
const hostWith = (examples, options) => {
  // Without imports of its own an example would be a script, and share its names with the others.
  const texts = new Map(examples.map(({ module, code }) => [module, `${code}\nexport {}\n`]))
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  return Object.assign(host, {
    fileExists: (file) => texts.has(file) || fileExists(file),
    readFile: (file) => texts.get(file) ?? readFile(file),
    getSourceFile: (file, ...rest) =>
      texts.has(file) ? ts.createSourceFile(file, texts.get(file), rest[0]) : getSourceFile(file, ...rest),
  })
}

const complaintsAbout = (program, { module, file, line }) => {
  const source = program.getSourceFile(module)
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
    ({ start = 0, messageText }) => {
      const place = line + source.getLineAndCharacterOfPosition(start).line
      return `${path.relative(process.cwd(), file)}:${place}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`
    },
  )
}

const folder = path.resolve(process.argv[2] ?? ".")
const examples = examplesOf(
  folder,
  process.argv.slice(3).map((file) => path.resolve(file)),
)
const options = compilerOptionsOf(folder)
const program = ts.createProgram({
  rootNames: examples.map(({ module }) => module),
  options,
  host: hostWith(examples, options),
})
const complaints = examples.flatMap((example) => complaintsAbout(program, example))
for (const complaint of complaints) console.error(complaint)
console.log(`${examples.length} examples, ${complaints.length} complaints`)
process.exitCode = complaints.length === 0 ? 0 : 1
