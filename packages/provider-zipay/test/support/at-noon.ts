import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as TestClock from "effect/testing/TestClock"
import { ZipayCreate } from "../../src/index.js"
import { logins } from "./logins.js"
import { openTestShop } from "./shop.js"

const NOON = new Date("2026-11-20T12:00:00.000+07:00")

const requestOf = Schema.decodeUnknownSync(ZipayCreate)

/** A shop where both clocks stand at noon, Jakarta time, and tokens live an hour. */
export const atNoon = (config: Parameters<typeof openTestShop>[0] = {}) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(NOON.getTime())
    const shop = yield* Effect.promise(() =>
      openTestShop({
        sandbox: { clock: "manual", startAt: NOON, zipay: { tokenLifetimeMinutes: 60 } },
        ...config,
      }),
    )
    return {
      shop,
      create: Effect.suspend(() => shop.zipay.effect.create(requestOf(shop.order()))),
      logins: Effect.promise(() => logins(shop)),
      moveTo: (millisAfterNoon: number) =>
        Effect.gen(function* () {
          const at = new Date(NOON.getTime() + millisAfterNoon)
          yield* TestClock.setTime(at.getTime())
          yield* Effect.promise(() => shop.control.setTime(at))
        }),
    }
  })
