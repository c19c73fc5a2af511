// The small shop: what it does is the same on every runtime, and so is its text. It asks nothing of the runtime
// but what the packages ask, so that a worker can be made of it, too. What it saw is told; what the acquirer
// saw is counted there.
import { QrisError } from "@qriskit/core"
import * as byDefault from "@qriskit/core/transport-default"
import * as overFetch from "@qriskit/core/transport-fetch"
import { createHandler } from "@qriskit/http"
import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
import * as Effect from "effect/Effect"

const ORDER = {
  amount: 25_000,
  description: "Two coffees",
  customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
}

/** The sandbox's control plane, over HTTP as another process has it. */
const controlAt = (sandbox) => async (name, input) => {
  const answer = await fetch(`${sandbox}/_sandbox/${name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  })
  if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`)
  return answer.json()
}

/** What an error says, in two words; a call that worked is a mistake here. */
const failureOf = async (call) => {
  const error = await call.then(
    () => undefined,
    (it) => it,
  )
  if (error instanceof QrisError) return { outcome: error.outcome, reason: error.reason._tag }
  throw new Error(`expected a QrisError, not ${error}`)
}

/** Made, asked about, paid, announced with a right and with a wrong signature; and a second one that is canceled. */
const trade = async (ifortepay, control) => {
  const { ref, qr, status: created } = await ifortepay.create({ ...ORDER, externalId: "order-1001-1" })
  await control("pay", { id: qr.payload })
  const read = async (overrides) => {
    const { headers, body } = await control("callbacks/build", { id: qr.payload, overrides })
    return ifortepay.notifications.read({ headers, body }, ref)
  }
  const { authenticity: signed } = await read({})
  const { reason: forged } = await failureOf(read({ wrongSignature: true }))
  const { status: paid, amount } = await ifortepay.inquire(ref)

  const second = await ifortepay.create({ ...ORDER, externalId: "order-1002-1" })
  const { status: canceled } = await ifortepay.cancel(second.ref)
  return { created, signed, forged, paid, amount, canceled }
}

const CALLBACKS = "https://toko.example/webhooks/qris/ifortepay"

/** A handler gets a forged callback, the true one, and the true one again: it fulfils once. */
const receive = async (ifortepay, control) => {
  const fulfilled = []
  const handler = createHandler({
    providers: [ifortepay],
    onPaid: ({ ref, amount }) => fulfilled.push(`${ref.externalId} ${amount}`),
    log: { warn: () => {}, error: () => {} },
  })
  const { qr } = await ifortepay.create({ ...ORDER, externalId: "order-1005-1" })
  await control("pay", { id: qr.payload })
  const statuses = []
  for (const overrides of [{ wrongSignature: true }, {}, {}]) {
    const { headers, body } = await control("callbacks/build", { id: qr.payload, overrides })
    statuses.push((await handler(new Request(CALLBACKS, { method: "POST", headers, body }))).status)
  }
  await handler.close()
  return { statuses, fulfilled }
}

/** The acquirer makes the payment, and cuts the connection before it answers. */
const cutAfterActing = async (ifortepay, control) => {
  await control("faults/script", { at: "ifortepay.create", fault: { kind: "cut", acting: true } })
  const { outcome } = await failureOf(ifortepay.create({ ...ORDER, externalId: "order-1003-1" }))
  const { payments } = await control("payments", {})
  return { outcome, made: payments.filter(({ externalId }) => externalId === "order-1003-1").length }
}

/** Where no call arrives: nobody listens there, or nobody has that name. By default, and over fetch. */
const notConnected = async (settings, baseUrl) => {
  const outcomes = []
  for (const { openTransport } of [byDefault, overFetch]) {
    const { transport, close } = openTransport()
    const ifortepay = createIfortepay({ ...settings, baseUrl, retry: { times: 0 } }, { transport })
    const { outcome } = await failureOf(ifortepay.create({ ...ORDER, externalId: "order-1004-1" }))
    outcomes.push(outcome)
    await close()
  }
  return outcomes
}

/** Requests on one connection that the acquirer ends, whole request read, once it carries its second one. */
const MOST_REQUESTS = 20

/** Each request has an id of its own: those ids tell the acquirer whether one came twice. */
const postUntilCut = async ({ transport, close }, url) => {
  for (let number = 1; number <= MOST_REQUESTS; number++) {
    const request = {
      method: "POST",
      url,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id: number }),
      timeouts: { headers: 5_000, body: 5_000, total: 10_000 },
    }
    const failure = await Effect.runPromise(
      Effect.match(transport.send(request), { onFailure: (it) => it, onSuccess: () => undefined }),
    )
    if (failure === undefined) continue
    await close()
    return { sent: number, outcome: failure.outcome }
  }
  return { sent: MOST_REQUESTS, outcome: "no connection ended" }
}

const TRANSPORTS = { byDefault, overFetch }

const postOnce = async (cutting) => {
  const seen = []
  for (const { transport, end, url } of cutting)
    seen.push({ transport, end, ...(await postUntilCut(TRANSPORTS[transport].openTransport(), url)) })
  return seen
}

/**
 * Opens the shop for one round of everything.
 *
 * @param order `settings` of iFortepay, the `sandbox`'s address, addresses where `nobody` listens, and those `cutting`
 */
export const runShop = async ({ settings, sandbox, nobody, cutting }) => {
  const control = controlAt(sandbox)
  const ifortepay = createIfortepay(settings)
  try {
    return {
      transport: byDefault.openTransport === overFetch.openTransport ? "fetch" : "undici",
      trade: await trade(ifortepay, control),
      received: await receive(ifortepay, control),
      cut: await cutAfterActing(ifortepay, control),
      refused: await notConnected(settings, nobody.refusing),
      unnamed: await notConnected(settings, nobody.unnamed),
      once: await postOnce(cutting),
    }
  } finally {
    await ifortepay.close()
  }
}
