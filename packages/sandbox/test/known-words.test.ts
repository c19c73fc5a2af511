import { describe, expect, it, onTestFinished } from "vitest"
import { OPERATIONS, type Sandbox, SandboxError, startSandbox } from "../src/index.js"
import { SNAP_ACQUIRERS } from "../src/snap/names.js"

/** As code without types would call it. */
type Untyped = Record<string, unknown>

const open = async (): Promise<Sandbox> => {
  const sandbox = await startSandbox({ seed: 1 })
  onTestFinished(sandbox.close)
  return sandbox
}

const complaint = async (call: Promise<unknown>): Promise<string> => {
  const error = await call.then(
    () => expect.unreachable("it should have been refused"),
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(SandboxError)
  return String(error)
}

describe("a word that the sandbox does not know is refused with those that it knows", () => {
  it.each<[string, Untyped, ReadonlyArray<string>]>([
    ["an acquirer", { midtranz: {} }, ["ifortepay", "zipay", "midtrans", "xendit", "snap"]],
    ["a setting", { zipay: { color: "green" } }, ["userId", "merchantName", "callbackUrl"]],
    ["a setting's value", { ifortepay: { envelope: "round" } }, ["flat", "data"]],
    ["a clock", { clock: "sundial" }, ["real", "manual"]],
    ["a SNAP acquirer", { snap: { callbackUrls: { bca: "http://127.0.0.1/" } } }, SNAP_ACQUIRERS],
    ["a spelling of codes", { snap: { codeAs: "roman" } }, ["text", "number", "eight digits"]],
  ])("%s, at start", async (_, options, known) => {
    const said = await complaint(startSandbox(options))
    for (const word of known) expect(said).toContain(word)
  })

  it("a place for a fault, a kind of fault, and a field of one", async () => {
    const { control } = await open()
    const script = (rule: Untyped) => complaint(control.faults.script(rule as never))
    const fault = { kind: "cut" }
    const place = await script({ at: "midtrans.pay", fault })
    for (const operation of OPERATIONS) expect(place).toContain(operation)
    const kinds = await script({ at: "*", fault: { kind: "explosion" } })
    for (const kind of [
      "silence",
      "cut",
      "half-body",
      "slow-headers",
      "status",
      "oversized",
      "redirect",
      "amend",
    ])
      expect(kinds).toContain(kind)
    expect(await script({ at: "*", fault: { kind: "slow-body" } })).toContain("ms: is required")
    expect(await script({ at: "*", fault: { ...fault, after: 1 } })).toContain("known are kind, acting")
    expect(await script({ at: "*", fault, count: 2 })).toContain("known are at, times, fault")
  })

  it("a way to treat callbacks, an acquirer, an account's name", async () => {
    const { control } = await open()
    expect(await complaint(control.callbacks.script({ lose: true } as never))).toContain("drop, duplicate")
    expect(await complaint(control.staticQr("gopay" as never))).toContain("snap-bri")
    expect(await complaint(control.snap.setCallbackUrl("bca" as never, null))).toContain("winpay")
    expect(await complaint(control.account("a/b"))).toContain("letters, digits")
    expect(await complaint(control.reset({ sead: 1 } as never))).toContain("known are seed")
  })

  it("a payment, and a refund of one", async () => {
    const { control } = await open()
    expect(await complaint(control.pay("nothing"))).toContain("There are 0; control.payments() lists them")
    const paid = await control.payStatic("midtrans", 25_000)
    const settle = () => complaint(control.settleRefund(paid.paymentId, "refund-9", "failed"))
    expect(await settle()).toContain("It has none")
    await control.refund(paid.paymentId, { amount: 1_000 })
    expect(await settle()).toContain("It has 1")
  })

  it("an operation of the control plane", async () => {
    const { url } = await open()
    const response = await fetch(`${url}/_sandbox/explode`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    })
    expect(response.status).toBe(404)
    expect(await response.text()).toMatch(/There are now, advance, .*faults\/script.*reset\./)
  })
})
