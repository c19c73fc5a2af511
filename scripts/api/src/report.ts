import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor"
import type { Entry, Targets } from "./entries.ts"
import { inUnionOrder } from "./union-order.ts"

const REPORT = "report.api.md"

const configOf = ({ folder, targets }: Entry, into: string): ExtractorConfig =>
  ExtractorConfig.prepare({
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: join(folder, targets.types),
      compiler: { tsconfigFilePath: join(folder, "tsconfig.json") },
      apiReport: {
        enabled: true,
        reportFileName: REPORT,
        reportFolder: into,
        reportTempFolder: into,
        // What an export is made of belongs to it: the fields of a Schema class stand in its unexported base.
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: {
        extractorMessageReporting: { "ae-missing-release-tag": { logLevel: ExtractorLogLevel.None } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(folder, "package.json"),
  })

/** Everything is public, and not every field needs a comment: saying so on every line would hide what changed. */
const NOISE = /^[ \t]*\/\/ (@public|\(undocumented\)|\(No @packageDocumentation ).*\n/gm

const declarationsIn = (report: string): string => {
  const [, code = ""] = /```ts\n(.*)```/s.exec(report) ?? []
  return code.replace(NOISE, "").trim()
}

const listOf = (targets: Targets): string =>
  Object.entries(targets)
    .map(([condition, file]) => `- ${condition}: \`${file}\``)
    .join("\n")

/**
 * The public API of an entry: where it leads, and every declaration that its importer sees. Needs a build first.
 *
 * @throws Error where its declarations cannot be read
 */
export const reportOf = (entry: Entry): string => {
  const types = join(entry.folder, entry.targets.types)
  if (!existsSync(types)) throw new Error(`${types} is not there: run pnpm build`)
  const into = mkdtempSync(join(tmpdir(), "qriskit-api-"))
  const complaints: Array<string> = []
  try {
    Extractor.invoke(configOf(entry, into), {
      localBuild: true,
      messageCallback: (message) => {
        if (message.logLevel === ExtractorLogLevel.Error) complaints.push(message.text)
        message.handled = true
      },
    })
    if (complaints.length > 0) throw new Error(`${entry.name}: ${complaints.join("; ")}`)
    const declarations = inUnionOrder(declarationsIn(readFileSync(join(into, REPORT), "utf8")))
    return `# ${entry.name}\n\nWritten by \`pnpm api\`.\n\n${listOf(entry.targets)}\n\n\`\`\`ts\n${declarations}\n\`\`\`\n`
  } finally {
    rmSync(into, { recursive: true, force: true })
  }
}
