// A shop at the edge: a checkout, Zipay's callback, and the order's state.
import { type Payment, type PaymentRef, QrisError } from "@qriskit/core"
import { createZipay } from "@qriskit/provider-zipay/promise"

interface Environment {
  readonly ZIPAY_BASE_URL: string
  readonly ZIPAY_USER_ID: string
  readonly ZIPAY_PASSWORD: string
  readonly ZIPAY_MERCHANT_ID: string
  readonly ZIPAY_MERCHANT_KEY: string
}

const openZipay = (env: Environment) =>
  createZipay({
    baseUrl: env.ZIPAY_BASE_URL,
    userId: env.ZIPAY_USER_ID,
    password: env.ZIPAY_PASSWORD,
    merchantId: env.ZIPAY_MERCHANT_ID,
    merchantKey: env.ZIPAY_MERCHANT_KEY,
  })

// Stands for a database.
const refs = new Map<string, PaymentRef>()
const confirmed = new Map<string, Payment>()

const checkout = async (env: Environment, externalId: string): Promise<Response> => {
  const { ref, qr } = await openZipay(env).create({ amount: 25_000, externalId })
  refs.set(externalId, ref)
  return Response.json({ qr: qr?.payload })
}

const receive = async (env: Environment, request: Request): Promise<Response> => {
  const zipay = openZipay(env)
  const raw = { headers: Object.fromEntries(request.headers), body: await request.text() }
  const { externalId } = await zipay.notifications.peek(raw)
  const { ref } = await zipay.notifications.read(raw, refs.get(externalId))
  confirmed.set(externalId, await zipay.inquire(ref))
  const { body, ...answer } = zipay.notifications.reply("accepted")
  return new Response(body, answer)
}

const order = (externalId: string): Response => {
  const payment = confirmed.get(externalId)
  return Response.json({ status: payment?.status ?? "open", amount: payment?.amount })
}

export default {
  async fetch(request: Request, env: Environment): Promise<Response> {
    const [, room, externalId = ""] = new URL(request.url).pathname.split("/")
    try {
      if (room === "checkout") return await checkout(env, externalId)
      if (room === "callbacks") return await receive(env, request)
      return order(externalId)
    } catch (error) {
      if (!(error instanceof QrisError)) throw error
      return Response.json({ outcome: error.outcome, reason: error.reason._tag }, { status: 502 })
    }
  },
}
