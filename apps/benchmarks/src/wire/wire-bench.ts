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

const added = (micros: number): string => `${micros >= 0 ? "+" : ""}${figure(micros)}`

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
      const { over = first?.name ?? "", within = GOAL } =
        contestant.goal === "none" ? {} : (contestant.goal ?? {})
      const rawRounds = roundsOf(over)
      const p50s = taken.map(({ p50 }) => p50)
      return {
        ...contestant,
        over,
        within,
        // Against the raw request of the same round: the machine's mood differs more from round to round
        // than contestants do.
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
      about: `A signed POST of a few hundred bytes and the JSON of its answer, over loopback with keep-alive, the server in a process of its own. ${rounds} rounds in turn, ${calls} calls each; medians over the rounds; in brackets, what is added to the raw request of the same round; for SNAP, to the raw one with its signature, for inquiries by GET, to the raw one by GET. Times in µs. Right after an answer came over a socket the same code takes two to three times as long as in a loop without one, so what is added follows from how much different code a call runs through (request and answer checked, signature, QR, time-outs, repeats), and hardly from how fast each of it is. Inquiries by GET have a raw request of their own beside them.`,
      columns: ["", "p50", "rounds", "p99", "calls/s, 32 in flight", "CPU a call"],
      rows: figures.map(({ name, p50, added: more, p99, rate, cpu, spread: between }) => [
        name,
        `${figure(p50)} (${added(more)})`,
        percent(between),
        figure(p99),
        figure(rate),
        figure(cpu),
      ]),
      verdicts: [
        ...ours
          .filter(({ goal }) => goal !== "none")
          .map(({ name, added: more, over, within }) =>
            verdict(
              `the promise door within ${within} µs of ${over} at p50, ${name}`,
              more <= within,
              `${added(more)} µs`,
            ),
          ),
        ...ours.flatMap(({ name, beside, over, rate }) => {
          const other = figures.find((one) => one.name === beside)
          const raw = figures.find((one) => one.name === over)
          return other === undefined
            ? []
            : [
                verdict(
                  `at least ${TIMES_THEIR_RATE} times the calls a second of ${other.name}, ${name}`,
                  rate >= TIMES_THEIR_RATE * other.rate,
                  `${figure(rate / other.rate)} times; a raw request makes ${figure((raw?.rate ?? Number.NaN) / other.rate)} times as many`,
                ),
              ]
        }),
        verdict(
          "the promise door ahead of every SDK in the table",
          ours.every(({ goal, p50 }) => goal === "none" || p50 < fastest.p50),
          `the fastest of them, ${fastest.name}, takes ${figure(fastest.p50)} µs`,
        ),
      ],
    }
  } finally {
    server.disconnect()
  }
}
