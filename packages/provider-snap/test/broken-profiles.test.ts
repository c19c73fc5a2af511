import { runScenario, SCENARIOS } from "@qriskit/conformance"
import { Notification, type QrisProvider, type RawNotification, type Transport } from "@qriskit/core"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import * as presets from "../src/presets.js"
import { CASES } from "./support/cases.js"
import { underTest } from "./support/conformance.js"

const scenarioNamed = (id: string) => {
  const scenario = SCENARIOS.find((known) => known.id === id)
  if (scenario === undefined) throw new Error(`there is no scenario ${id}`)
  return scenario
}

const parsedAgain = (body: string): string => JSON.stringify(JSON.parse(body))

/** Reads a callback only after it was parsed and written anew, as many an SDK does. */
const restringifying = (provider: QrisProvider): QrisProvider => ({
  ...provider,
  notifications: {
    ...provider.notifications,
    read: (raw: RawNotification, expected) =>
      provider.notifications.read({ ...raw, body: parsedAgain(String(raw.body)) }, expected),
  },
})

/** Sends another text than the one that was signed: the same fields in another order. */
const reordering =
  (send: Transport["Service"]["send"]): Transport["Service"]["send"] =>
  (request) => {
    const fields: object = JSON.parse(request.body ?? "{}")
    const body = JSON.stringify(Object.fromEntries(Object.entries(fields).reverse()))
    return send({ ...request, body })
  }

/** Takes a signature over client id and time for one over the body. */
const believing = (provider: QrisProvider): QrisProvider => ({
  ...provider,
  capabilities: {
    ...provider.capabilities,
    notifications: { ...provider.capabilities.notifications, authenticity: "signed" },
  },
  notifications: {
    ...provider.notifications,
    read: (raw, expected) =>
      Effect.map(
        provider.notifications.read(raw, expected),
        (claim) => new Notification({ ...claim, authenticity: "signed" }),
      ),
  },
})

const { midtrans, bri, nicepay, winpay, shopeepay } = presets
const { stripPrefix: _, ...whole } = nicepay.signing

/** What an acquirer answers to a signature that is not its merchant's. */
const UNAUTHORIZED = /expected an answer[\s\S]*does not accept our credentials or signature/

/** Believed where nothing is signed: neither feature is lacking any more. */
const { "signed-callbacks": _1, "signed-claims": _2, ...believed } = CASES.bri.lacks

describe("the suite catches a profile that", () => {
  it.each([
    [
      "signs in hex where the acquirer reads base64",
      underTest({ ...midtrans, signing: { ...midtrans.signing, encoding: "hex" } }, CASES.midtrans),
      { "create/pending": UNAUTHORIZED, "inquire/paid": UNAUTHORIZED },
    ],
    [
      "signs in base64 where the acquirer reads hex",
      underTest({ ...bri, signing: { ...bri.signing, encoding: "base64" } }, CASES.bri),
      { "create/pending": UNAUTHORIZED },
    ],
    [
      "signs the mount point with the path, which does not count",
      underTest({ ...nicepay, signing: whole }, CASES.nicepay),
      { "create/pending": UNAUTHORIZED },
    ],
    [
      "leaves out a beginning of the path that does count",
      underTest({ ...midtrans, signing: { ...midtrans.signing, stripPrefix: "/v1.0" } }, CASES.midtrans),
      { "create/pending": UNAUTHORIZED },
    ],
    [
      "signs client id and time alone where the whole call is signed",
      underTest({ ...midtrans, signing: { ...midtrans.signing, over: "client" } }, CASES.midtrans),
      { "create/pending": UNAUTHORIZED },
    ],
    [
      "repeats a lost create where the acquirer does not answer it as the first",
      underTest(
        {
          ...shopeepay,
          verbs: {
            ...shopeepay.verbs,
            create: {
              ...shopeepay.verbs.create,
              lost: { ...shopeepay.verbs.create.lost, repeat: true },
            },
          },
        },
        CASES.shopeepay,
      ),
      { "retries/create-found": /its QR must be there/ },
    ],
    [
      "sends other bytes than it signed",
      underTest(winpay, CASES.winpay, { send: reordering }),
      { "create/pending": UNAUTHORIZED },
    ],
    [
      "parses callbacks and writes them anew before it verifies them",
      underTest(midtrans, CASES.midtrans, { snap: { callbacksAs: "escaped" }, adapt: restringifying }),
      { "notifications/genuine": /expected an answer[\s\S]*X-SIGNATURE is not/ },
    ],
    [
      "verifies callbacks over the path where the address is signed",
      underTest(
        { ...shopeepay, notification: { ...shopeepay.notification, recipe: "asymmetric" } },
        CASES.shopeepay,
      ),
      { "notifications/genuine": /expected an answer[\s\S]*X-SIGNATURE is not/ },
    ],
    [
      "takes a signature over client id and time for one over status and amount",
      underTest(bri, { ...CASES.bri, lacks: believed }, { adapt: believing }),
      {
        "forgeries/forged-status": /expected a failure/,
        "forgeries/forged-amount": /expected a failure/,
      },
    ],
    [
      "says that such a signature proves something, and declares the opposite",
      underTest(bri, CASES.bri, { adapt: believing }),
      { "forgeries/forged-status": /declared not applicable, but this provider has it/ },
    ],
  ] as const)("%s", async (_, provider, caughtBy) => {
    for (const [id, message] of Object.entries(caughtBy))
      await expect(runScenario(scenarioNamed(id), provider), id).rejects.toThrow(message)
  })

  it("is right: each of these scenarios passes for the presets as they are", async () => {
    for (const [profile, fits] of [
      [midtrans, CASES.midtrans],
      [nicepay, CASES.nicepay],
      [winpay, CASES.winpay],
    ] as const) {
      for (const id of ["create/pending", "notifications/genuine"])
        expect(await runScenario(scenarioNamed(id), underTest(profile, fits)), id).toBe("passed")
    }
    const escaped = underTest(midtrans, CASES.midtrans, { snap: { callbacksAs: "escaped" } })
    expect(await runScenario(scenarioNamed("notifications/genuine"), escaped)).toBe("passed")
  })
})
