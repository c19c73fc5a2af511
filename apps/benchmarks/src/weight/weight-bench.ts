import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  type BundleWeight,
  bundleWeight,
  type InstalledWeight,
  installedWeight,
  type Runtime,
} from "@qriskit/weigh"
import type { Benchmark } from "../benchmark.js"
import { inTurns, median, spread } from "../rounds.js"
import { figure, percent, verdict } from "../table.js"
import { emptyProgram, installAll } from "./installations.js"
import { startingTime } from "./starting.js"
import { IFORTEPAY, PAYLOAD, SUBJECTS, type Subject, ZIPAY } from "./subjects.js"

/** Bytes, minified and compressed. */
const PAYLOAD_GOAL = 6_000
const PROVIDER_GOAL = 45_000
/** Milliseconds. */
const IMPORT_GOAL = 120

/** Starts of each program in a round. */
const STARTS = 3

const RUNTIMES = ["node", "edge", "browser"] as const satisfies ReadonlyArray<Runtime>

const kilobytes = (bytes: number): string => figure(bytes / 1_000)
const megabytes = (bytes: number): string => figure(bytes / 1_000_000)

/** What stands in a row. */
interface Weight {
  readonly subject: Subject
  readonly version: string
  readonly installed: InstalledWeight
  readonly bundles: Readonly<Partial<Record<Runtime, BundleWeight>>>
  /** Milliseconds more than an empty program, one for each round. */
  readonly imports: ReadonlyArray<number>
}

const bundled = async ({ code, bundles }: Subject, folder: string): Promise<Weight["bundles"]> =>
  Object.fromEntries(
    await Promise.all(
      bundles.map(async (runtime) => [runtime, await bundleWeight(code, folder, runtime)] as const),
    ),
  )

/** How much of a bundle comes from Effect. */
const effectShare = ({ minified, inputs }: BundleWeight): number =>
  inputs.filter(([file]) => file.includes("/effect/")).reduce((sum, [, bytes]) => sum + bytes, 0) / minified

const weigh = async (
  folder: string,
  rounds: number,
  starts: number,
  progress: (line: string) => void,
): Promise<ReadonlyArray<Weight>> => {
  const folders = await installAll(SUBJECTS, folder, progress)
  const empty = await emptyProgram(folder)
  const starting = async (program: string): Promise<number> => {
    const times: Array<number> = []
    for (let start = 0; start < starts; start++) times.push(await startingTime(program))
    return median(times)
  }
  // One start each before, so that the disk's cache is warm for all.
  for (const program of [empty, ...folders.values()]) await startingTime(program)
  const times = await inTurns([empty, ...folders.values()], rounds, starting, progress)
  const nothing = times.get(empty) ?? []
  return Promise.all(
    [...folders].map(async ([subject, own]) => {
      const installed = installedWeight(own)
      return {
        subject,
        version: installed.packages.find(({ name }) => name === subject.installs)?.version ?? "",
        installed,
        bundles: await bundled(subject, own),
        imports: (times.get(own) ?? []).map((time, round) => time - (nothing[round] ?? 0)),
      }
    }),
  )
}

const row = ({ subject, version, installed, bundles, imports }: Weight): ReadonlyArray<string> => {
  const own = installed.packages.find(({ name }) => name === subject.installs)
  return [
    subject.isOurs ? subject.name : `${subject.name} ${version}`,
    `${figure(median(imports))} ${percent(spread(imports))}`,
    megabytes(own?.bytes ?? 0),
    megabytes(installed.bytes),
    String(installed.packages.length - 1),
    ...RUNTIMES.map((runtime) => {
      const bundle = bundles[runtime]
      return bundle === undefined ? "" : kilobytes(bundle.gzipped)
    }),
  ]
}

/** What a package costs whoever installs, bundles or imports it. */
export const benchWeight: Benchmark = async ({ rounds, share, progress }) => {
  const folder = await mkdtemp(join(tmpdir(), "qriskit-weight-"))
  try {
    const weights = await weigh(folder, rounds, Math.ceil(STARTS * share), progress)
    const of = (subject: Subject): Weight | undefined => weights.find((weight) => weight.subject === subject)
    const providers = [IFORTEPAY, ZIPAY].map(of)
    const [heaviest] = providers
      .flatMap((weight) => weight?.bundles.edge ?? [])
      .sort((a, b) => b.gzipped - a.gzipped)
    const [slowest] = providers.map((weight) => median(weight?.imports ?? [])).sort((a, b) => b - a)
    const payload = of(PAYLOAD)?.bundles.browser?.gzipped ?? Number.NaN
    return {
      title: "Weight",
      about: `Import: milliseconds of a fresh Node process that imports the package and ends, less those of one that imports nothing; ${rounds} rounds in turn. Installed: MB on disk after an installation for production from what \`pnpm pack\` made of ours, peers included, without install scripts. Bundles: kB after esbuild and gzip, everything that the package exports.`,
      columns: [
        "",
        "import, ms",
        "itself, MB",
        "installed, MB",
        "other packages",
        "bundle for Node, kB",
        "for the edge, kB",
        "for a browser, kB",
      ],
      rows: weights.map(row),
      verdicts: [
        verdict("payload at most 6 kB", payload <= PAYLOAD_GOAL, `${figure(payload)} bytes`),
        verdict(
          "a provider with core and the used part of Effect at most 45 kB",
          (heaviest?.gzipped ?? 0) <= PROVIDER_GOAL,
          `${kilobytes(heaviest?.gzipped ?? 0)} kB for the edge, where fetch is the runtime's own, ${heaviest && figure(effectShare(heaviest) * 100)} % of it Effect's runtime and Schema; a bundle for Node carries undici too, some 230 kB that need not be bundled there`,
        ),
        verdict(
          `import of a provider at most ${IMPORT_GOAL} ms`,
          (slowest ?? 0) <= IMPORT_GOAL,
          `${figure(slowest ?? 0)} ms`,
        ),
      ],
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
