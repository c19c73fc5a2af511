import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"
import { visibleTextOf } from "./leak.js"

/** Where something was seen, and all that it shows. */
export interface Sighting {
  readonly where: "error" | "log" | "span"
  readonly text: string
}

/** Sees every error, log line and span of a scenario. */
export class Witness {
  readonly spans: Array<Tracer.NativeSpan> = []
  readonly #sightings: Array<Sighting> = []

  readonly #tracer = Tracer.make({
    span: (options) => {
      const span = new Tracer.NativeSpan(options)
      this.spans.push(span)
      return span
    },
  })

  readonly #logger = Logger.make(({ message, cause, fiber }) => {
    const annotations = fiber.getRef(References.CurrentLogAnnotations)
    const text = [visibleTextOf(message), visibleTextOf(annotations), Cause.pretty(cause)].join("\n")
    this.#sightings.push({ where: "log", text })
  })

  /** Services that show this witness whatever an effect logs, at all levels, and traces. */
  readonly context = Context.make(Tracer.Tracer, this.#tracer).pipe(
    Context.add(Logger.CurrentLoggers, new Set([this.#logger])),
    Context.add(References.MinimumLogLevel, "All"),
  )

  saw(error: unknown): void {
    this.#sightings.push({ where: "error", text: visibleTextOf(error) })
  }

  /** Everything seen so far. */
  sightings(): ReadonlyArray<Sighting> {
    const spans = this.spans.map(
      ({ name, attributes, events }): Sighting => ({
        where: "span",
        text: visibleTextOf([name, [...attributes], events]),
      }),
    )
    return [...this.#sightings, ...spans]
  }
}
