import assert from "node:assert/strict"
import {
  type NotificationReply,
  Payment,
  type PaymentRef,
  type QrisError,
  type RawNotification,
} from "@qriskit/core"
import { type Bench, stored } from "../bench.js"
import { assertFailure } from "../failure-expectation.js"
import { HUGE, NONSENSE, NOT_BYTES, WRONG_TYPES } from "../hostile-bodies.js"
import type { ScenarioGroup } from "../scenario.js"

const isSigned = ({ provider }: Bench): boolean =>
  provider.capabilities.notifications.authenticity === "signed"
const isVerifiable = ({ provider }: Bench): boolean =>
  provider.capabilities.notifications.authenticity !== "none"

const paid = async (bench: Bench): Promise<{ readonly ref: PaymentRef; readonly amount: number }> => {
  const { ref, amount } = await bench.create()
  await bench.acquirer.pay(ref)
  return { ref, amount }
}

const kindOf = (bench: Bench, error: QrisError): string => {
  assertFailure(error, bench.provider.id, {
    operation: "notification",
    reason: "InvalidNotification",
    outcome: "not_sent",
    isRetryable: false,
  })
  assert.ok(error.reason._tag === "InvalidNotification")
  return error.reason.kind
}

const assertUnauthentic = async (bench: Bench, raw: RawNotification): Promise<void> => {
  const error = await bench.failure(bench.provider.notifications.read(raw))
  assert.equal(kindOf(bench, error), "unauthentic")
}

/** Neither peek nor read may do anything but refuse. */
const assertRefused = async (bench: Bench, raw: RawNotification): Promise<void> => {
  kindOf(bench, await bench.failure(bench.provider.notifications.peek(raw)))
  kindOf(bench, await bench.failure(bench.provider.notifications.read(raw)))
}

const textOf = ({ body }: RawNotification): string =>
  typeof body === "string" ? body : Buffer.from(body).toString()

const renamed = (raw: RawNotification, rename: (name: string) => string): RawNotification => ({
  ...raw,
  headers: Object.fromEntries(Object.entries(raw.headers).map(([name, value]) => [rename(name), value])),
})

export const notifications = {
  peek: {
    title: "peek tells whom a callback is about",
    run: async (bench) => {
      const { ref } = await paid(bench)
      const subject = await bench.run(
        bench.provider.notifications.peek(await bench.acquirer.notification(ref)),
      )
      assert.equal(subject.provider, bench.provider.id)
      assert.equal(subject.paymentId, ref.paymentId)
      assert.equal(subject.externalId, ref.externalId)
    },
  },
  "peek-needs-no-secret": {
    title: "peek needs no secret: it reads a forgery and works with wrong credentials",
    run: async (bench) => {
      const { ref } = await paid(bench)
      const forgery = await bench.acquirer.notification(ref, { signature: "wrong" })
      const { provider } = await bench.open({ credentials: "wrong" })
      assert.equal((await bench.run(provider.notifications.peek(forgery))).paymentId, ref.paymentId)
    },
  },
  genuine: {
    title: "a genuine callback about a paid payment claims that it is paid",
    run: async (bench) => {
      const { ref, amount } = await paid(bench)
      const raw = await bench.acquirer.notification(ref)
      const notification = await bench.run(bench.provider.notifications.read(raw))
      assert.equal(notification.claimedStatus, "paid")
      assert.equal(bench.facts.statusWords[notification.providerStatus], "paid")
      assert.equal(notification.ref.provider, bench.provider.id)
      assert.equal(notification.ref.paymentId, ref.paymentId)
      assert.equal(notification.ref.externalId, ref.externalId)
      if (notification.amount !== undefined) assert.equal(notification.amount, amount)
    },
  },
  authenticity: {
    title: "a notification proves as much as the capabilities say",
    run: async (bench) => {
      const { ref } = await paid(bench)
      const notification = await bench.run(
        bench.provider.notifications.read(await bench.acquirer.notification(ref)),
      )
      assert.equal(notification.authenticity, bench.provider.capabilities.notifications.authenticity)
    },
  },
  claims: {
    title: "every documented status word is claimed as what the table says, and is kept",
    run: async (bench) => {
      const { ref } = await paid(bench)
      const { statuses } = bench.provider.capabilities.notifications
      const claims = Object.entries(bench.facts.statusWords).filter(([, status]) => statuses.includes(status))
      assert.ok(claims.length > 0, "callbacks must claim something")
      for (const [word, status] of claims) {
        await bench.acquirer.setStatus(ref, word)
        const raw = await bench.acquirer.notification(ref)
        const notification = await bench.run(bench.provider.notifications.read(raw))
        assert.equal(notification.claimedStatus, status, `${word} must claim ${status}`)
        assert.equal(notification.providerStatus, word)
      }
    },
  },
  "unknown-word": {
    title: "a status word that nobody mapped claims pending, and is kept",
    run: async (bench) => {
      const { ref } = await paid(bench)
      for (const word of ["SOMETHING_NEW", "__proto__", "constructor"]) {
        await bench.acquirer.setStatus(ref, word)
        const raw = await bench.acquirer.notification(ref)
        const notification = await bench.run(bench.provider.notifications.read(raw))
        assert.equal(notification.claimedStatus, "pending")
        assert.equal(notification.providerStatus, word)
      }
    },
  },
  "claim-is-no-fact": {
    title: "a notification is no Payment and has no status: it claims, and only an inquiry tells",
    run: async (bench) => {
      const { ref } = await bench.create()
      const word = Object.entries(bench.facts.statusWords).find(([, status]) => status === "paid")?.[0]
      assert.ok(word !== undefined, "the status table must know a word for paid")
      const forgery = await bench.acquirer.notification(ref, { status: word })
      if (!isSigned(bench)) {
        const notification = await bench.run(bench.provider.notifications.read(forgery))
        assert.ok(!(notification instanceof Payment))
        assert.ok(!("status" in notification), "a claim must not look like a fact")
      }
      assert.equal((await bench.run(bench.provider.inquire(ref))).status, "pending")
    },
  },
  "asks-nobody": {
    title: "reading a callback asks nobody",
    run: async (bench) => {
      const { ref } = await paid(bench)
      const raw = await bench.acquirer.notification(ref)
      const { provider, sent } = await bench.open()
      await bench.run(provider.notifications.peek(raw))
      await bench.run(provider.notifications.read(raw, ref))
      assert.equal(sent(), 0)
    },
  },
  "wrong-signature": {
    title: "a callback with a wrong signature is unauthentic",
    offered: isVerifiable,
    run: async (bench) => {
      const { ref } = await paid(bench)
      await assertUnauthentic(bench, await bench.acquirer.notification(ref, { signature: "wrong" }))
    },
  },
  unsigned: {
    title: "a callback without the signature that is due is unauthentic",
    offered: isVerifiable,
    run: async (bench) => {
      const { ref } = await paid(bench)
      await assertUnauthentic(bench, await bench.acquirer.notification(ref, { signature: "none" }))
    },
  },
  "other-secret": {
    title: "a callback signed with somebody else's secret is unauthentic",
    offered: isVerifiable,
    run: async (bench) => {
      const { ref } = await paid(bench)
      const raw = await bench.acquirer.notification(ref)
      const { provider } = await bench.open({ credentials: "wrong" })
      assert.equal(kindOf(bench, await bench.failure(provider.notifications.read(raw))), "unauthentic")
    },
  },
  "forged-status": {
    title: "a genuine callback whose status was changed is unauthentic",
    offered: isSigned,
    run: async (bench) => {
      const { ref } = await bench.create()
      for (const status of Object.keys(bench.facts.statusWords)) {
        const raw = await bench.acquirer.notification(ref, { status })
        if (bench.facts.statusWords[status] !== "pending") await assertUnauthentic(bench, raw)
      }
    },
  },
  "forged-amount": {
    title: "a genuine callback whose amount was changed is unauthentic",
    offered: isSigned,
    run: async (bench) => {
      const { ref, amount } = await paid(bench)
      await assertUnauthentic(bench, await bench.acquirer.notification(ref, { amount: amount + 1 }))
    },
  },
  "amount-not-rupiah": {
    title: "an amount that is not whole rupiah is never rounded into one",
    run: async (bench) => {
      const { ref } = await paid(bench)
      for (const amount of [1_000.5, 0, -25_000]) {
        const raw = await bench.acquirer.notification(ref, { amount })
        const read = await bench.run(bench.provider.notifications.read(raw)).catch(() => undefined)
        assert.equal(read?.amount, undefined, `${amount} is no amount of rupiah`)
      }
    },
  },
  expected: {
    title: "with the stored ref, its own callback is read",
    run: async (bench) => {
      const { ref } = await paid(bench)
      const raw = await bench.acquirer.notification(ref)
      const notification = await bench.run(bench.provider.notifications.read(raw, stored(ref)))
      assert.deepEqual({ ...notification.ref }, { ...ref })
    },
  },
  "other-payment": {
    title: "with the stored ref, a callback about another payment is a mismatch",
    run: async (bench) => {
      const [mine, other] = [await paid(bench), await paid(bench)]
      const raw = await bench.acquirer.notification(other.ref)
      const error = await bench.failure(bench.provider.notifications.read(raw, mine.ref))
      assert.equal(kindOf(bench, error), "mismatch")
    },
  },
  replay: {
    title: "a replayed callback reads the same: whoever stores them can tell",
    run: async (bench) => {
      const { ref } = await paid(bench)
      const raw = await bench.acquirer.notification(ref)
      const { notifications } = bench.provider
      assert.deepEqual(await bench.run(notifications.read(raw)), await bench.run(notifications.read(raw)))
    },
  },
  "bytes-or-text": {
    title: "the body is read as bytes, as a Buffer and as text",
    run: async (bench) => {
      const { ref } = await paid(bench)
      const raw = await bench.acquirer.notification(ref)
      const text = textOf(raw)
      for (const body of [text, Buffer.from(text), new TextEncoder().encode(text)]) {
        const notification = await bench.run(bench.provider.notifications.read({ ...raw, body }))
        assert.equal(notification.claimedStatus, "paid")
      }
    },
  },
  "header-case": {
    title: "headers are read in whatever case, and when a framework lists them",
    run: async (bench) => {
      const { ref } = await paid(bench)
      const raw = await bench.acquirer.notification(ref)
      const listed = Object.fromEntries(
        Object.entries(raw.headers).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, [value].flat()]],
        ),
      )
      for (const variant of [
        renamed(raw, (name) => name.toUpperCase()),
        renamed(raw, (name) => name.toLowerCase()),
        { ...raw, headers: listed },
      ]) {
        const notification = await bench.run(bench.provider.notifications.read(variant))
        assert.equal(notification.claimedStatus, "paid")
      }
    },
  },
  nonsense: {
    title: "bodies that are no callback are InvalidNotification, for peek and for read",
    run: async (bench) => {
      const { ref } = await paid(bench)
      const { headers } = await bench.acquirer.notification(ref)
      for (const body of Object.values(NONSENSE)) {
        await assertRefused(bench, { headers, body })
        await assertRefused(bench, { headers: {}, body })
      }
      assert.ok(!("polluted" in {}), "no body may change what all objects inherit")
    },
  },
  huge: {
    title: "a body of two megabytes is InvalidNotification, before it is parsed",
    run: async (bench) => {
      await assertRefused(bench, { headers: {}, body: HUGE })
      await assertRefused(bench, { headers: {}, body: Buffer.from(HUGE) })
    },
  },
  "not-bytes": {
    title:
      "a body that a framework parsed already is InvalidNotification, and the message asks for the raw bytes",
    run: async (bench) => {
      for (const body of NOT_BYTES) {
        // Deliberately not a body.
        const raw = { headers: {}, body } as never
        await assertRefused(bench, raw)
        assert.match((await bench.failure(bench.provider.notifications.read(raw))).message, /raw|bytes/i)
      }
    },
  },
  "wrong-types": {
    title: "a callback with any field of another type is read or InvalidNotification, and nothing else",
    run: async (bench) => {
      const { ref } = await paid(bench)
      const raw = await bench.acquirer.notification(ref)
      const genuine: Record<string, unknown> = JSON.parse(textOf(raw))
      for (const field of Object.keys(genuine)) {
        for (const value of WRONG_TYPES) {
          const variant = { ...raw, body: JSON.stringify({ ...genuine, [field]: value }) }
          for (const reading of [
            bench.provider.notifications.peek(variant),
            bench.provider.notifications.read(variant),
          ]) {
            const error = await bench.failureIfAny(reading)
            if (error !== undefined) kindOf(bench, error)
          }
        }
      }
    },
  },
  reply: {
    title: "the reply to an accepted callback is a success, and to any other it is none",
    run: async ({ provider, secrets }) => {
      const reply = (outcome: "accepted" | "rejected" | "failed"): NotificationReply =>
        provider.notifications.reply(outcome)
      const accepted = reply("accepted")
      assert.ok(
        accepted.status >= 200 && accepted.status < 300,
        `accepted is answered with ${accepted.status}`,
      )
      for (const outcome of ["rejected", "failed"] as const) {
        const { status } = reply(outcome)
        assert.ok(status >= 400 && status < 600, `${outcome} is answered with ${status}`)
      }
      assert.ok(secrets().every((secret) => !JSON.stringify(accepted).includes(secret)))
    },
  },
} satisfies ScenarioGroup
