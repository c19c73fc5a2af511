import assert from "node:assert/strict"
import type { PaymentRef, QrisError, QrisProvider } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { type Bench, stored } from "../bench.js"
import { ARRIVAL, eventually } from "../eventually.js"
import { assertFailure } from "../failure-expectation.js"
import type { Platform, PlatformOptions } from "../platform.js"
import type { ScenarioGroup } from "../scenario.js"
import { assertUnauthorized, createWith, MINE, OTHER } from "../two-accounts.js"
import { within } from "../within.js"

/** Far longer than an account is fresh that is fresh for a millisecond, in milliseconds. */
const LONG_AFTER = 3_000

const clientOf = (bench: Bench, { accounts }: Platform, account: string): Promise<QrisProvider> =>
  bench.run(accounts.account(account))

const openBoth = async (bench: Bench, options?: PlatformOptions) => {
  const platform = await bench.openPlatform(options)
  platform.add(MINE)
  platform.add(OTHER)
  return {
    platform,
    mine: await clientOf(bench, platform, MINE),
    other: await clientOf(bench, platform, OTHER),
  }
}

/** The bearer tokens with which something is sent. */
const bearersDuring = async (
  { bearers }: Platform,
  during: () => Promise<unknown>,
): Promise<Array<string>> => {
  const before = bearers().length
  await during()
  return bearers().slice(before)
}

const assertGone = (bench: Bench, error: QrisError): void => {
  assertFailure(error, bench.provider.id, {
    operation: "account",
    reason: "NoSuchAccount",
    outcome: "not_sent",
    isRetryable: false,
  })
  assert.equal(error.account, MINE, "the error must name the account")
}

/** An account that is gone calls nobody, and nobody reads its callbacks. */
const assertUseless = async (bench: Bench, platform: Platform, ref: PaymentRef): Promise<void> => {
  const { accounts, sent } = platform
  const raw = await bench.acquirer.notification(ref)
  const before = sent()
  for (const asking of [
    Effect.flatMap(accounts.account(MINE), (provider) => provider.create(bench.request())),
    Effect.flatMap(accounts.account(MINE), (provider) => provider.inquire(stored(ref))),
    Effect.flatMap(accounts.addressee(MINE), ({ notifications }) => notifications.read(raw)),
  ]) {
    assertGone(bench, await bench.failure(asking))
  }
  const other = await clientOf(bench, platform, OTHER)
  const { reason } = await bench.failure(other.notifications.read(raw, stored(ref)))
  assert.equal(reason._tag, "InvalidNotification")
  assert.equal(sent(), before, "nothing may be sent")
}

export const platform: ScenarioGroup = {
  removed: {
    title:
      "an account that is removed and forgotten is NoSuchAccount before the network, its callbacks too; others go on",
    needs: ["accounts", "accounts-table"],
    run: async (bench) => {
      const { platform, mine, other } = await openBoth(bench)
      const ref = await createWith(bench, mine)
      await bench.acquirer.pay(ref)
      await createWith(bench, other)
      platform.remove(MINE)
      platform.accounts.forget(MINE)
      await assertUseless(bench, platform, ref)
      await createWith(bench, await clientOf(bench, platform, OTHER))
      assert.equal(platform.loads(OTHER), 1, "nobody else may have to be loaded anew")
    },
  },
  "removed-in-silence": {
    title: "an account that is removed without a word is gone when it is no longer fresh; others go on",
    needs: ["accounts", "accounts-table"],
    run: async (bench) => {
      const { platform, mine } = await openBoth(bench, { freshMillis: 1 })
      const ref = await createWith(bench, mine)
      platform.remove(MINE)
      await eventually(
        async () => (await bench.failureIfAny(platform.accounts.account(MINE))) !== undefined,
        "the account that was removed must be gone",
        LONG_AFTER,
      )
      await assertUseless(bench, platform, ref)
      await createWith(bench, await clientOf(bench, platform, OTHER))
    },
  },
  returned: {
    title:
      "an account that comes back into the table is found by whoever asks next, and its payments with it",
    needs: ["accounts", "accounts-table"],
    run: async (bench) => {
      const { platform, mine } = await openBoth(bench)
      const ref = await createWith(bench, mine)
      platform.remove(MINE)
      platform.accounts.forget(MINE)
      assertGone(bench, await bench.failure(platform.accounts.account(MINE)))
      platform.add(MINE)
      const returned = await clientOf(bench, platform, MINE)
      assert.equal((await bench.run(returned.inquire(stored(ref)))).status, "pending")
    },
  },
  "in-flight": {
    title:
      "calls under way while credentials change end with those that they began with; the next has the new ones",
    needs: ["accounts", "accounts-table"],
    run: async (bench) => {
      const { platform, mine } = await openBoth(bench)
      const earlier = await createWith(bench, mine)
      const { come, release } = platform.holdAnswers(2)
      const creating = bench.start(mine.create(bench.request()))
      const inquiring = bench.start(mine.inquire(earlier))
      await within(come, ARRIVAL, "what is under way must be answered")
      await bench.acquirer.accounts?.renew(MINE)
      platform.accounts.forget(MINE)
      const renewed = await clientOf(bench, platform, MINE)
      await createWith(bench, renewed)
      const repeats = await bench.requestsDuring("create", async () => {
        release()
        const { ref, status } = await bench.run(Fiber.join(creating))
        assert.deepEqual([ref.account, status], [MINE, "pending"])
        assert.equal((await bench.run(Fiber.join(inquiring))).status, "pending")
        assert.equal((await bench.run(renewed.inquire(stored(ref)))).status, "pending")
      })
      assert.equal(repeats, 0, "no create may be repeated")
    },
  },
  "own-tokens": {
    title: "no account sends a token that another's login gave, not even where they share a store",
    needs: ["accounts", "accounts-table", "tokens"],
    run: async (bench) => {
      const { platform, mine, other } = await openBoth(bench)
      const tokensOf = (provider: QrisProvider) => bearersDuring(platform, () => createWith(bench, provider))
      const ofMine = await tokensOf(mine)
      const ofOther = await tokensOf(other)
      // Whoever logged in last must not have taken the place of the first.
      ofMine.push(...(await tokensOf(mine)))
      ofOther.push(...(await tokensOf(other)))
      assert.ok(ofMine.length > 0 && ofOther.length > 0, "both must send tokens")
      assert.ok(!ofMine.some((token) => ofOther.includes(token)), "one account sent the token of another")
    },
  },
  "foreign-token": {
    title: "a call that carries another account's token is refused, and that account's calls go on",
    needs: ["accounts", "accounts-table", "tokens"],
    run: async (bench) => {
      const { platform, mine, other } = await openBoth(bench)
      const [foreign] = await bearersDuring(platform, () => createWith(bench, other))
      await createWith(bench, mine)
      platform.replaceBearers(foreign)
      await assertUnauthorized(bench, mine)
      platform.replaceBearers()
      await createWith(bench, other)
      await createWith(bench, mine)
    },
  },
}
