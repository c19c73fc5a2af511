import { execFile } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { startPostgres } from "../../../../packages/payments/test/support/postgres-server.js"
import type { Benchmark } from "../benchmark.js"
import { inTurns, median } from "../rounds.js"
import { started } from "../started.js"
import { figure, type Table, verdict } from "../table.js"
import { EARLIER_COMMIT, earlierBuild, thisBuild } from "./earlier-build.js"
import { type Contestant, type Life, liveAlone, liveEmbedded, liveTogether } from "./life.js"

const PAYMENTS = 2_000
const AT_A_TILL = 150

/** The earlier build settles some ten payments a second, so that it gets this part of them: a rate needs no more. */
const EARLIER_SHARE = 0.15

const MOST_ROUNDS = 3

const NOW = "this build"
const EARLIER = `commit ${EARLIER_COMMIT}`
const PLAIN = "by hand, plain SQL"

const IMPORT = "import of payments/promise, ms"

const importMillis = async ({ payments }: Contestant["modules"]): Promise<number> => {
  const script = `const from = performance.now(); await import(${JSON.stringify(payments)}); console.log(performance.now() - from)`
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script])
  return Number(stdout)
}

const live = async (
  contestant: Contestant,
  serverUrl: string,
  acquirer: string,
  payments: number,
): Promise<Life> => {
  const together = await liveTogether(contestant, serverUrl, acquirer, payments, 1)
  const three = await liveTogether(contestant, serverUrl, acquirer, payments, 3)
  const life = {
    ...together,
    "with three workers, payments a second": three["callback to handler, payments a second"] ?? Number.NaN,
  }
  if (contestant.kind === "plain") return { ...life, ...(await liveAlone(contestant, serverUrl, acquirer)) }
  const folder = await mkdtemp(join(tmpdir(), "qriskit-till-"))
  try {
    return {
      ...life,
      ...(await liveAlone(contestant, serverUrl, acquirer)),
      ...(await liveEmbedded(contestant, join(folder, "data"), acquirer, AT_A_TILL)),
      [IMPORT]: await importMillis(contestant.modules),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
    await rm(join(folder, "data.lock"), { force: true })
  }
}

type Found = (name: string, what: string) => number

/** How many times the earlier build's figure this build's is, and whether that is enough. */
const timesEarlier = (of: Found, what: string, goal: number) => {
  const times = of(NOW, what) / of(EARLIER, what)
  return Number.isNaN(times)
    ? { isEnough: undefined, said: "the earlier build could not be made" }
    : { isEnough: times >= goal, said: `${figure(times)} ×` }
}

/** What is measured, and what it should be. Contestants by name. */
const GOALS: Readonly<
  Record<string, (of: Found) => readonly [goal: string, isMet: boolean | undefined, found: string]>
> = {
  "callback to handler, payments a second": (of) => {
    const what = "callback to handler, payments a second"
    const { isEnough, said } = timesEarlier(of, what, 25)
    const share = of(NOW, what) / of(PLAIN, what)
    return [
      "from a stored callback to its handler at least 25 × as many payments a second as the earlier build, and 25 % of the plain program",
      isEnough && share >= 0.25,
      `${said}, and ${figure(share * 100)} %`,
    ]
  },
  "opened a second": (of) => {
    const { isEnough, said } = timesEarlier(of, "opened a second", 4)
    return ["at least 4 × as many opened a second", isEnough, said]
  },
  "processor time a payment, ms": (of) => {
    const found = of(NOW, "processor time a payment, ms")
    return [
      "at most 2.5 ms of processor time for a payment's whole life",
      found <= 2.5,
      `${figure(found)} ms`,
    ]
  },
  "statements a payment, one at a time": (of) => {
    const found = of(NOW, "statements a payment, one at a time")
    return ["at most 16 statements a payment, one at a time", found <= 16, figure(found)]
  },
  "transactions a payment, one at a time": (of) => {
    const found = of(NOW, "transactions a payment, one at a time")
    return ["at most 4 transactions", found <= 4, figure(found)]
  },
  "callback to handler at 100/s, p50, ms": (of) => {
    const found = of(NOW, "callback to handler at 100/s, p50, ms")
    return ["at 100 a second half are with the handler within 30 ms", found <= 30, `${figure(found)} ms`]
  },
  "callback to handler at 100/s, p99, ms": (of) => {
    const found = of(NOW, "callback to handler at 100/s, p99, ms")
    return ["and 99 % within 200 ms", found <= 200, `${figure(found)} ms`]
  },
  "embedded: opened a second": (of) => {
    const { isEnough, said } = timesEarlier(of, "embedded: opened a second", 4)
    return ["on the embedded database at least 4 × as many opened a second", isEnough, said]
  },
  "embedded: settled a second": (of) => {
    const { isEnough, said } = timesEarlier(of, "embedded: settled a second", 4)
    return ["and settled", isEnough, said]
  },
  "embedded: resident memory, MB": (of) => {
    const found = of(NOW, "embedded: resident memory, MB")
    return ["a till on the embedded database holds at most 400 MB", found <= 400, `${figure(found)} MB`]
  },
  [IMPORT]: (of) => {
    const found = of(NOW, IMPORT)
    return ["payments' promise door is imported within 250 ms", found <= 250, `${figure(found)} ms`]
  },
}

const tableOf = (
  contestants: ReadonlyArray<Contestant>,
  results: ReadonlyMap<Contestant, ReadonlyArray<Life>>,
  payments: number,
): Table => {
  const of: Found = (name, what) => {
    const contestant = contestants.find((one) => one.name === name)
    const rounds = contestant === undefined ? [] : (results.get(contestant) ?? [])
    return median(rounds.map((round) => round[what] ?? Number.NaN))
  }
  const names = new Set([...results.values()].flat().flatMap((life) => Object.keys(life)))
  const cell = (value: number): string => (Number.isNaN(value) ? "–" : figure(value))
  return {
    title: "Life: what a payment costs from its order to its fulfilment",
    about:
      `${payments.toLocaleString("en-US")} payments by 16 callers on PostgreSQL whose commits reach the disk; the acquirer in a ` +
      `process of its own says that each was paid; the earlier build gets ${EARLIER_SHARE * 100} % of them. One process opens; one takes callbacks, asks and hands over (three in ` +
      "the line that says so). The plain program does the least that is right: five commits, no retries, no leases, no " +
      "second look. Medians of rounds in turns.",
    columns: ["", ...contestants.map(({ name }) => name)],
    rows: [...names].map((what) => [what, ...contestants.map(({ name }) => cell(of(name, what)))]),
    verdicts: Object.values(GOALS).map((goal) => verdict(...goal(of))),
  }
}

/** A payment's whole life: this build, an earlier one, and a program by hand. */
export const benchLife: Benchmark = async ({ rounds, share, progress }) => {
  progress(`building ${EARLIER}`)
  const earlier = await earlierBuild().catch((error: unknown) => {
    progress(`${EARLIER} cannot be built: ${error instanceof Error ? error.message : error}`)
    return undefined
  })
  const contestants: ReadonlyArray<Contestant> = [
    { name: NOW, kind: "qriskit", modules: thisBuild() },
    ...(earlier === undefined ? [] : [{ name: EARLIER, kind: "qriskit" as const, modules: earlier }]),
    { name: PLAIN, kind: "plain", modules: thisBuild() },
  ]
  const server = await startPostgres(true)
  const [acquirer, port] = await started("webhook/acquirer.js")
  const payments = Math.max(50, PAYMENTS * share)
  try {
    const results = await inTurns(
      contestants,
      Math.min(rounds, MOST_ROUNDS),
      (contestant) => {
        progress(contestant.name)
        const its = contestant.name === EARLIER ? Math.max(50, payments * EARLIER_SHARE) : payments
        return live(contestant, server.url, `http://127.0.0.1:${port}`, its)
      },
      progress,
    )
    return tableOf(contestants, results, payments)
  } finally {
    acquirer.kill()
    await server.stop()
  }
}
