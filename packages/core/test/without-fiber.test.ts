import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as References from "effect/References"
import { describe, expect, it } from "vitest"
import {
  Beginnable,
  beginWithoutFiber,
  catchError,
  clockWith,
  currentTimeMillis,
  flatMap,
  gen,
  hasEnded,
  matchEffect,
  type Rest,
  suspend,
  whereTraced,
} from "../src/provider-kit/without-fiber.js"
import { untraced } from "../src/provider-kit.js"

/** How an effect ends, begun without a fiber; whatever is left gets one. `isWhole`: nothing was left. */
const begun = <A, E>(
  effect: Effect.Effect<A, E>,
): Promise<{ readonly exit: Exit.Exit<A, E>; readonly isWhole: boolean }> =>
  new Promise((resolve, reject) => {
    beginWithoutFiber(effect, (left) => {
      if (hasEnded(left)) resolve({ exit: left, isWhole: true })
      else Effect.runPromiseExit(left).then((exit) => resolve({ exit, isWhole: false }), reject)
    })
  })

/** What waits for something outside, as a transport does. */
class Later<A, E> extends Beginnable<A, E> {
  readonly end: Effect.Effect<A, E>

  constructor(end: Effect.Effect<A, E>) {
    super()
    this.end = end
  }

  begin(rest: Rest<A, E>): void {
    queueMicrotask(() => rest(this.end))
  }

  asEffect(): Effect.Effect<A, E> {
    return Effect.callback<A, E>((resume) => queueMicrotask(() => resume(this.end)))
  }
}

const later = <A, E>(end: Effect.Effect<A, E>): Effect.Effect<A, E> => new Later(end)

const boom = new Error("boom")
const throwing = (): never => {
  throw boom
}

const sum = (first: Effect.Effect<number, string>, second: Effect.Effect<number, string>) =>
  gen(function* () {
    return (yield* first) + (yield* second)
  })

/** Each as an effect of its own, since an effect is a description that may be run again. */
const WHOLE: Readonly<Record<string, Effect.Effect<unknown, unknown>>> = {
  "a value": Effect.succeed(1),
  "a failure": Effect.fail("no"),
  "a wait": later(Effect.succeed(1)),
  "a wait that fails": later(Effect.fail("no")),
  "a defect behind a wait": later(Effect.die(boom)),
  suspended: suspend(() => later(Effect.succeed(2))),
  "suspended, and throws": suspend(throwing),
  "a value and more": flatMap(Effect.succeed(1), (one) => later(Effect.succeed(one + 1))),
  "a failure and more": flatMap(later(Effect.fail("no")), () => Effect.succeed(1)),
  "a value, and what follows throws": flatMap(later(Effect.succeed(1)), throwing),
  "a failure that is caught": catchError(later(Effect.fail("no")), (error) => Effect.succeed(`${error}!`)),
  "a failure, and what catches it throws": catchError(later(Effect.fail("no")), throwing),
  "a defect that nothing catches": catchError(later(Effect.die(boom)), () => Effect.succeed("caught")),
  "either way": matchEffect(later(Effect.fail("no")), {
    onSuccess: () => Effect.succeed("yes"),
    onFailure: (error) => later(Effect.fail(`${error}!`)),
  }),
  "steps that are there": sum(Effect.succeed(1), Effect.succeed(2)),
  "steps that wait": sum(later(Effect.succeed(1)), later(Effect.succeed(2))),
  "a step that fails": sum(Effect.succeed(1), Effect.fail("no")),
  "a step that waits and fails": sum(later(Effect.fail("no")), later(Effect.die(boom))),
  "steps within steps": sum(sum(later(Effect.succeed(1)), Effect.succeed(2)), later(Effect.succeed(3))),
  "a step that throws": gen(function* () {
    yield* later(Effect.succeed(1))
    return throwing()
  }),
  "thousands of steps": gen(function* () {
    let total = 0
    for (let index = 0; index < 20_000; index++) total += yield* Effect.succeed(1)
    return total
  }),
}

/** What a fiber has to go on with: a log line, a pause, an error as it is thrown, any other effect. */
const PARTLY: Readonly<Record<string, Effect.Effect<unknown, unknown>>> = {
  "a pause between steps": gen(function* () {
    const one = yield* later(Effect.succeed(1))
    yield* Effect.sleep(0)
    return one + (yield* later(Effect.succeed(2)))
  }),
  "a pause, and a step that throws": gen(function* () {
    yield* Effect.yieldNow
    return throwing()
  }),
  "a pause, and a step that fails": gen(function* () {
    yield* Effect.yieldNow
    return yield* Effect.fail("no")
  }),
  "an error that is yielded": gen(function* () {
    return yield* new Cause.NoSuchElementError("no")
  }),
  "a pause before a match": matchEffect(Effect.andThen(Effect.yieldNow, Effect.fail("no")), {
    onSuccess: () => Effect.succeed("yes"),
    onFailure: (error) => Effect.succeed(`${error}!`),
  }),
  "a pause within steps within steps": sum(
    sum(Effect.andThen(Effect.yieldNow, Effect.succeed(1)), later(Effect.succeed(2))),
    later(Effect.succeed(3)),
  ),
}

describe("an effect that begins without a fiber", () => {
  it.each(Object.entries(WHOLE))("ends as within one: %s", async (_, effect) => {
    const { exit, isWhole } = await begun(effect)
    expect(exit).toStrictEqual(await Effect.runPromiseExit(effect))
    expect(isWhole).toBe(true)
  })

  it.each(Object.entries(PARTLY))("gets one for what needs it: %s", async (_, effect) => {
    const { exit, isWhole } = await begun(effect)
    expect(exit).toStrictEqual(await Effect.runPromiseExit(effect))
    expect(isWhole).toBe(false)
  })

  it("is not caught where it was interrupted", async () => {
    const { exit, isWhole } = await begun(
      catchError(later(Effect.failCause(Cause.interrupt())), () => Effect.succeed("caught")),
    )
    expect([Exit.hasInterrupts(exit), isWhole]).toStrictEqual([true, true])
  })

  it("begins anew each time", async () => {
    let times = 0
    const counted = untraced(function* (by: number) {
      times += yield* later(Effect.succeed(by))
      return times
    })(2)
    expect([(await begun(counted)).exit, (await begun(counted)).exit]).toStrictEqual([
      Exit.succeed(2),
      Exit.succeed(4),
    ])
    expect(await Effect.runPromise(counted)).toBe(6)
  })

  it("has the time of day, and no spans", async () => {
    const before = Date.now()
    const { exit } = await begun(currentTimeMillis)
    expect(Exit.isSuccess(exit) && exit.value >= before && exit.value <= Date.now()).toBe(true)
    const fixed = clockWith(() => Effect.succeed("read"))
    expect((await begun(fixed)).exit).toStrictEqual(Exit.succeed("read"))
    const which = whereTraced(
      () => Effect.succeed("traced"),
      () => Effect.succeed("untraced"),
    )
    expect((await begun(which)).exit).toStrictEqual(Exit.succeed("untraced"))
    expect(Effect.runSync(which)).toBe("traced")
    expect(Effect.runSync(Effect.provideService(which, References.TracerEnabled, false))).toBe("untraced")
  })
})
