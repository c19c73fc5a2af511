import { createDatabase, startPostgres } from "../../../../packages/payments/test/support/postgres-server.js"
import type { Benchmark } from "../benchmark.js"
import { versionOf } from "../machine.js"
import { inTurns, median, spread } from "../rounds.js"
import { figure, percent, verdict } from "../table.js"
import { KIND_NAMES, KINDS, type KindName, PLATFORMS, type Platform } from "./contestants.js"
import { IN_FLIGHT, measureWebhook, type WebhookFigures } from "./measure.js"
import { type ShopServer, startAcquirer, startShop } from "./shop-server.js"

/** Callbacks of each sort in a round. */
const CALLS = 6_000

/** The least share of a bare controller's rate. */
const GOAL = 0.9

type Taken = ReadonlyArray<WebhookFigures>

const rateOf = (taken: Taken, column: "news" | "again"): number =>
  median(taken.map((figures) => figures[column]))

const cell = (taken: Taken, column: "news" | "again"): string =>
  `${figure(rateOf(taken, column))} ${percent(spread(taken.map((figures) => figures[column])))}`

/** A webhook endpoint in NestJS, from the socket to the answer. */
export const benchWebhook: Benchmark = async ({ rounds, share, progress }) => {
  const calls = Math.ceil(CALLS * share)
  const postgres = await startPostgres(true)
  const acquirer = await startAcquirer()
  const shops: Array<ShopServer> = []
  try {
    for (const platform of PLATFORMS) {
      for (const kind of KIND_NAMES) {
        const database = await createDatabase(postgres.url)
        shops.push(await startShop({ kind, platform, acquirer: acquirer.origin, database }))
      }
    }
    const results = await inTurns(
      shops,
      rounds,
      (shop) => measureWebhook(shop, Math.ceil(calls * (KINDS[shop.kind].share ?? 1))),
      progress,
    )
    const takenOf = (kind: KindName, platform: Platform): Taken =>
      [...results].find(([shop]) => shop.kind === kind && shop.platform === platform)?.[1] ?? []
    // In the same round: the machine's mood differs more from round to round than contestants do.
    const ratio = (platform: Platform, column: "news" | "again", to: KindName): number => {
      const others = takenOf(to, platform)
      const ours = takenOf("stateless", platform)
      return median(ours.map((figures, round) => figures[column] / (others[round]?.[column] ?? Number.NaN)))
    }
    const judged = (platform: Platform, column: "news" | "again", what: string): string => {
      const found = ratio(platform, column, "bare")
      return verdict(
        `QrisModule on ${platform}, ${what}: at least ${GOAL * 100} % of the bare controller with the same client`,
        found >= GOAL,
        `${figure(found * 100)} %`,
      )
    }
    return {
      title: "Webhook endpoint",
      about: `Callbacks a second over loopback, ${IN_FLIGHT} in flight, the client, the acquirer and each shop in processes of their own. NestJS ${versionOf("@nestjs/core")} with raw bodies. ${rounds} rounds in turn, ${calls} callbacks of each sort, a tenth of them with payments; QrisModule made what its callbacks are about before; medians, and half the distance from the slowest to the fastest round. Shares are medians of the shares of each round.`,
      columns: [
        "",
        "new callbacks/s",
        "p50, ms",
        "p99, ms",
        "CPU of each, µs",
        "asks before it answers",
        "the same again/s",
      ],
      rows: shops.map(({ kind, platform }) => {
        const taken = takenOf(kind, platform)
        return [
          `${platform}: ${KINDS[kind].title}`,
          cell(taken, "news"),
          figure(median(taken.map(({ p50 }) => p50))),
          figure(median(taken.map(({ p99 }) => p99))),
          figure(median(taken.map(({ cpu }) => cpu))),
          KINDS[kind].inquires ? "yes" : "no",
          cell(taken, "again"),
        ]
      }),
      verdicts: [
        ...PLATFORMS.flatMap((platform) => [
          judged(platform, "news", "new callbacks"),
          judged(platform, "again", "the same again"),
        ]),
        `Against the controller written by hand, which decodes and explains nothing: ${PLATFORMS.map((platform) => `${figure(ratio(platform, "news", "byHand") * 100)} % on ${platform}`).join(", ")}.`,
        "What QrisModule does and the bare controller does not: it refuses bodies that are too long, asks about a few callbacks at a time, answers what is under way before it closes, calls handlers through guards and interceptors, and says in the log why a callback was refused.",
        "A Stripe callback is signed whole, so that its endpoint asks nobody; iFortepay's signature covers neither status nor amount. With payments, callbacks are stored before they are answered, on a disk that was told to write, and asked about behind the answer.",
      ],
    }
  } finally {
    for (const shop of shops) shop.stop()
    acquirer.stop()
    await postgres.stop()
  }
}
