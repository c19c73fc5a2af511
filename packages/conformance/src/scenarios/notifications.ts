import assert from "node:assert/strict"
import { type NotificationReply, Payment, type ReceivedNotification } from "@qriskit/core"
import { stored } from "../bench.js"
import type { ScenarioGroup } from "../scenario.js"

const renamed = (raw: ReceivedNotification, rename: (name: string) => string): ReceivedNotification => ({
  ...raw,
  headers: Object.fromEntries(Object.entries(raw.headers).map(([name, value]) => [rename(name), value])),
})

export const notifications: ScenarioGroup = {
  peek: {
    title: "peek tells whom a callback is about",
    run: async (bench) => {
      const { ref } = await bench.createPaid()
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
      const { ref } = await bench.createPaid()
      const forgery = await bench.acquirer.notification(ref, { signature: "wrong" })
      const { provider } = await bench.open({ credentials: "wrong" })
      assert.equal((await bench.run(provider.notifications.peek(forgery))).paymentId, ref.paymentId)
    },
  },
  genuine: {
    title: "a genuine callback about a paid payment claims that it is paid",
    run: async (bench) => {
      const { ref, amount } = await bench.createPaid()
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
      const { ref } = await bench.createPaid()
      const notification = await bench.run(
        bench.provider.notifications.read(await bench.acquirer.notification(ref)),
      )
      assert.equal(notification.authenticity, bench.provider.capabilities.notifications.authenticity)
    },
  },
  claims: {
    title: "every documented status word is claimed as what the table says, and is kept",
    run: async (bench) => {
      const { ref } = await bench.createPaid()
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
      const { ref } = await bench.createPaid()
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
      const notification = await bench.run(
        bench.provider.notifications.read(await bench.acquirer.notification(ref)),
      )
      assert.ok(!(notification instanceof Payment))
      assert.ok(!("status" in notification), "a claim must not look like a fact")
      const word = Object.entries(bench.facts.statusWords).find(([, status]) => status === "paid")?.[0]
      assert.ok(word !== undefined, "the status table must know a word for paid")
      await bench.failureIfAny(
        bench.provider.notifications.read(await bench.acquirer.notification(ref, { status: word })),
      )
      assert.equal((await bench.run(bench.provider.inquire(ref))).status, "pending")
    },
  },
  "asks-nobody": {
    title: "reading a callback asks nobody",
    run: async (bench) => {
      const { ref } = await bench.createPaid()
      const raw = await bench.acquirer.notification(ref)
      const { provider, sent } = await bench.open()
      await bench.run(provider.notifications.peek(raw))
      await bench.run(provider.notifications.read(raw, ref))
      assert.equal(sent(), 0)
    },
  },
  expected: {
    title: "with the stored ref, its own callback is read",
    run: async (bench) => {
      const { ref } = await bench.createPaid()
      const raw = await bench.acquirer.notification(ref)
      const notification = await bench.run(bench.provider.notifications.read(raw, stored(ref)))
      assert.deepEqual({ ...notification.ref }, { ...ref })
    },
  },
  replay: {
    title: "a replayed callback reads the same: whoever stores them can tell",
    run: async (bench) => {
      const { ref } = await bench.createPaid()
      const raw = await bench.acquirer.notification(ref)
      const { notifications } = bench.provider
      assert.deepEqual(await bench.run(notifications.read(raw)), await bench.run(notifications.read(raw)))
    },
  },
  "bytes-or-text": {
    title: "the body is read as bytes, as a Buffer and as text",
    run: async (bench) => {
      const { ref } = await bench.createPaid()
      const raw = await bench.acquirer.notification(ref)
      const text = typeof raw.body === "string" ? raw.body : Buffer.from(raw.body).toString()
      for (const body of [text, Buffer.from(text), new TextEncoder().encode(text)]) {
        const notification = await bench.run(bench.provider.notifications.read({ ...raw, body }))
        assert.equal(notification.claimedStatus, "paid")
      }
    },
  },
  "header-case": {
    title: "headers are read in whatever case, and when a framework lists them",
    run: async (bench) => {
      const { ref } = await bench.createPaid()
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
}
