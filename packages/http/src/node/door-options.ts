import { decodeConfiguration } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

/** What is told of a handler that failed. What it throws itself is ignored. */
export type OnDoorError = (error: unknown) => unknown

const OnDoorError = Schema.declare((value): value is OnDoorError => typeof value === "function").annotate({
  message: "must be a function",
})

const whole = (minimum: number, maximum: number, fallback: number) =>
  Schema.Int.annotate({ message: "must be a whole number" })
    .check(Schema.isBetween({ minimum, maximum }, { message: `must be ${minimum} to ${maximum}` }))
    .pipe(Schema.withDecodingDefaultKey(Effect.succeed(fallback)))

const DoorOptions = Schema.Struct({
  /** The longest body that is let in, in bytes. Default 1,048,576. */
  bodyLimit: whole(1, 1_073_741_824, 1_048_576),
  /**
   * How many proxies of yours stand in front, each of which adds to `X-Forwarded-For`, `-Proto` and `-Host`. Default 0:
   * these headers are anybody's, and are not read. Express's and Fastify's own settings go before it.
   */
  trustProxy: whole(0, 10, 0),
  /**
   * Is told what the handler threw, and every request whose body was gone. Default: Express's `next`,
   * else `console.error`.
   */
  onError: Schema.optionalKey(OnDoorError),
})

/** What may be set of a door, with its defaults. */
export type DoorSettings = typeof DoorOptions.Type

/** What may be set of a door. */
export type DoorOptions = typeof DoorOptions.Encoded

const decode = decodeConfiguration("http", DoorOptions)

/** @throws InvalidConfiguration that names each field that cannot be right */
export const doorSettings = (options: DoorOptions): DoorSettings => Result.getOrThrow(decode(options))
