import { fork } from "node:child_process"
import { once } from "node:events"
import { inTurns, median, spread } from "../rounds.js"
import { figure, percent, type Table, verdict } from "../table.js"
import { contestantsAt } from "./contestants.js"
import { measureWire } from "./measure.js"

/** The most that the promise door may add to a raw request, in microseconds at the median. */
const GOAL = 25

/** How many times the calls a second of the SDK that does the same call, 32 in flight. */
const TIMES_THEIR_RATE = 2.5

/** One call over the wire: loopback, keep-alive, warm. */
export const benchWire = async (
  rounds: number,
  calls: number,
  progress: (line: string) => void,
): Promise<Table> => {
  const server = fork(new URL("./wire/server.js", import.meta.url), {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  })
  try {
    const [port] = await once(server, "message")
    const contestants = contestantsAt(Number(port))
    const results = await inTurns(
      contestants,
      rounds,
      (contestant) => measureWire(contestant, calls),
      progress,
    )
    const [first] = contestants
    const roundsOf = (name = first?.name) => {
      const found = contestants.find((one) => one.name === name)
      return (found && results.get(found)) ?? []
    }
    const figures = contestants.map((contestant) => {
      const taken = results.get(contestant) ?? []
      const { over = first?.name ?? "", within = GOAL } = contestant.goal ?? {}
      const rawRounds = roundsOf(over)
      const p50s = taken.map(({ p50 }) => p50)
      return {
        ...contestant,
        over,
        within,
        // Against the raw request of the same round: the machine's mood differs more from round to round than contestants do.
        added: median(taken.map(({ p50 }, round) => p50 - (rawRounds[round]?.p50 ?? Number.NaN))),
        p50: median(p50s),
        spread: spread(p50s),
        p99: median(taken.map(({ p99 }) => p99)),
        rate: median(taken.map(({ rate }) => rate)),
        cpu: median(taken.map(({ cpu }) => cpu)),
      }
    })
    const ours = figures.filter(({ isOurs }) => isOurs)
    const sdks = figures.filter(({ name, isOurs }) => !isOurs && !name.includes("raw"))
    const fastest = sdks.reduce((a, b) => (a.p50 <= b.p50 ? a : b))
    return {
      title: "One call over the wire",
      about: `A signed POST of a few hundred bytes and the JSON of its answer, over loopback with keep-alive, the server in a process of its own. ${rounds} rounds in turn, ${calls} calls each; medians over the rounds; in brackets, what is added to the raw request of the same round; for SNAP, to the raw one with its signature. Times in µs. Right after an answer came over a socket the same code takes three times as long as in a loop without one: an inquiry whose network takes no time 11 µs in a loop, 19 with its data out of the cache, 36 between two requests. So what is added follows from how much different code a call runs through (request and answer checked, signature, QR, time-outs, repeats), and hardly from how fast each of it is. Neither garbage nor compiling shows in it: another size of the young generation, and V8 without its middle compiler, changed nothing.`,
      columns: ["", "p50", "rounds", "p99", "calls/s, 32 in flight", "CPU a call"],
      rows: figures.map(({ name, p50, added: more, p99, rate, cpu, spread: between }) => [
        name,
        `${figure(p50)} (${more >= 0 ? "+" : ""}${figure(more)})`,
        percent(between),
        figure(p99),
        figure(rate),
        figure(cpu),
      ]),
      verdicts: [
        ...ours.map(({ name, added, over, within }) =>
          verdict(
            `the promise door within ${within} µs of ${over} at p50, ${name}`,
            added <= within,
            `+${figure(added)} µs`,
          ),
        ),
        ...ours.flatMap(({ name, beside, rate }) => {
          const other = figures.find((one) => beside !== undefined && one.name.startsWith(beside))
          return other === undefined
            ? []
            : [
                verdict(
                  `at least ${TIMES_THEIR_RATE} times the calls a second of ${other.name}, ${name}`,
                  rate >= TIMES_THEIR_RATE * other.rate,
                  `${figure(rate / other.rate)} times`,
                ),
              ]
        }),
        verdict(
          "ahead of every SDK in the table",
          ours.every(({ p50 }) => p50 < fastest.p50),
          `the fastest of them, ${fastest.name}, takes ${figure(fastest.p50)} µs`,
        ),
      ],
    }
  } finally {
    server.disconnect()
  }
}
