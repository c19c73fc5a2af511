import { expect, test } from "vitest"
import { type SandboxOptions, startSandbox } from "../src/index.js"
import { ifortepayClient } from "./ifortepay-client.js"
import { merchantServer } from "./merchant-server.js"
import { zipayClient } from "./zipay-client.js"

/** A day at the counter: everything observable of it. */
async function history(options: SandboxOptions, callbackUrl: string) {
  await using sandbox = await startSandbox({
    clock: "manual",
    startAt: new Date("2026-04-07T03:00:00.000Z"),
    ...options,
    ifortepay: { staticCallbackUrl: callbackUrl },
    zipay: { callbackUrl },
  })
  const { control } = sandbox
  const ifortepay = ifortepayClient(sandbox)
  const zipay = zipayClient(sandbox)
  const first = await ifortepay.create({ callback_url: callbackUrl })
  await control.advance({ minutes: 1 })
  await control.pay(first.body.transaction_id)
  await ifortepay.create({ external_id: "EXT-0002", callback_url: callbackUrl })
  const second = await zipay.create("A-1")
  await control.pay(second.body.data.qrString)
  await control.payStatic("ifortepay", 5_000)
  await control.payStatic("zipay", 5_000)
  await control.advance({ hours: 1 })
  return {
    port: Number(new URL(sandbox.url).port),
    journal: await control.journal(),
    payments: await control.payments(),
    attempts: await control.callbacks.attempts(),
    token: await zipay.login(),
  }
}

test("two runs with one seed leave the same journal, ledger, callbacks and tokens", async () => {
  await using merchant = await merchantServer(500)
  const first = await history({ seed: 42 }, merchant.url)
  const told = merchant.received.splice(0)
  const { port, ...second } = await history({ seed: 42, port: first.port }, merchant.url)
  expect(port).toBe(first.port)
  expect(first).toMatchObject(second)
  expect(merchant.received).toEqual(told)
  expect([first.journal.length, first.payments.length, first.attempts.length]).toEqual([4, 5, 14])
})

test("another seed gives other ids", async () => {
  await using merchant = await merchantServer()
  const one = await history({ seed: 1 }, merchant.url)
  const two = await history({ seed: 2 }, merchant.url)
  for (const [index, payment] of one.payments.entries()) {
    expect(two.payments[index]?.paymentId).not.toBe(payment.paymentId)
  }
  expect(two.token).not.toBe(one.token)
})

test("a reset starts the same history over, and can change the seed", async () => {
  await using sandbox = await startSandbox({
    clock: "manual",
    startAt: new Date("2026-04-07T03:00:00.000Z"),
    seed: 1,
  })
  const client = ifortepayClient(sandbox)
  const first = await client.create()
  await sandbox.control.advance({ minutes: 5 })
  await sandbox.control.reset()
  expect((await client.create()).body).toEqual(first.body)
  await sandbox.control.reset({ seed: 2 })
  expect((await client.create()).body.transaction_id).not.toBe(first.body.transaction_id)
})

test("ids do not depend on the order in which concurrent requests arrive", async () => {
  await using sandbox = await startSandbox({ clock: "manual", startAt: new Date("2026-04-07T03:00:00.000Z") })
  const client = ifortepayClient(sandbox)
  const names = Array.from({ length: 20 }, (_, index) => `EXT-${index}`)
  const idsOf = async (order: ReadonlyArray<string>) => {
    await sandbox.control.reset()
    const answers = await Promise.all(order.map((external_id) => client.create({ external_id })))
    return new Map(answers.map(({ body }) => [body.external_id, body.transaction_id]))
  }
  expect(await idsOf(names.toReversed())).toEqual(await idsOf(names))
})
