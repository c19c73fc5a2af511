import * as path from "node:path"
import ts from "typescript"
import type { Complaint } from "./complaint.ts"
import type { Example } from "./example.ts"
import { ROOT, sourcePaths } from "./workspace.ts"

const options = (): ts.CompilerOptions => {
  const file = path.join(ROOT, "docs/tsconfig.json")
  const { config } = ts.readConfigFile(file, ts.sys.readFile)
  return {
    ...ts.parseJsonConfigFileContent(config, ts.sys, path.dirname(file)).options,
    paths: { ...sourcePaths },
  }
}

/** A compiler host that sees the examples as files. */
const hostWith = (examples: ReadonlyArray<Example>, compilerOptions: ts.CompilerOptions): ts.CompilerHost => {
  const texts = new Map(examples.map(({ module, text }) => [module, text]))
  const folders = new Set(examples.map(({ module }) => path.dirname(module)))
  const host = ts.createCompilerHost(compilerOptions)
  return {
    ...host,
    fileExists: (file) => texts.has(file) || host.fileExists(file),
    directoryExists: (folder) => folders.has(folder) || ts.sys.directoryExists(folder),
    readFile: (file) => texts.get(file) ?? host.readFile(file),
    getSourceFile: (file, ...rest) => {
      const text = texts.get(file)
      return text === undefined ? host.getSourceFile(file, ...rest) : ts.createSourceFile(file, text, rest[0])
    },
  }
}

const complaintsAbout = (program: ts.Program, { module, file, line }: Example): ReadonlyArray<Complaint> => {
  const source = program.getSourceFile(module)
  if (source === undefined) return [{ file, line, message: "the compiler did not find this example" }]
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
    ({ start = 0, messageText }) => ({
      file,
      line: source.getLineAndCharacterOfPosition(start).line + 1,
      message: ts.flattenDiagnosticMessageText(messageText, "\n"),
    }),
  )
}

/** Compiles examples against the sources of the packages. */
export const compile = (examples: ReadonlyArray<Example>): ReadonlyArray<Complaint> => {
  const compilerOptions = options()
  const program = ts.createProgram({
    rootNames: examples.map(({ module }) => module),
    options: compilerOptions,
    host: hostWith(examples, compilerOptions),
  })
  return examples.flatMap((example) => complaintsAbout(program, example))
}
