import { createServer } from "node:http"
import { describe, expect, it, onTestFinished } from "vitest"
import { basicAuthorization } from "../src/basic-authorization.js"
import { requestSignature } from "../src/ifortepay/signature.js"
import { type SandboxAccount, SandboxError, startSandbox } from "../src/index.js"
import { createSignature, inquirySignature } from "../src/zipay/signature.js"

const open = async (options: Parameters<typeof startSandbox>[0] = {}) => {
  const sandbox = await startSandbox({ seed: 7, ...options })
  onTestFinished(sandbox.close)
  const post = async (path: string, headers: Record<string, string>, body: unknown) => {
    const response = await fetch(`${sandbox.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: JSON.parse(await response.text()) }
  }
  return { sandbox, control: sandbox.control, post }
}

type Post = Awaited<ReturnType<typeof open>>["post"]

const login = async (post: Post, { zipay: { userId, password } }: SandboxAccount) =>
  (await post("/zipay/auth/login", {}, { userId, password })).body.data?.access_token as string | undefined

const create = async (
  post: Post,
  { zipay }: SandboxAccount,
  token: string | undefined,
  externalId: string,
) => {
  const { merchantId, merchantKey } = zipay
  const signature = createSignature(merchantKey, merchantId, externalId)
  const headers = { authorization: `Bearer ${token}` }
  return post("/zipay/payment/qr/create", headers, { amount: 25_000, externalId, merchantId, signature })
}

describe("many accounts of one acquirer", () => {
  it("have credentials of their own, which follow from the seed and the name", async () => {
    const [first, second] = [await open(), await open()]
    const names = Array.from({ length: 300 }, (_, index) => `toko-${index}`)
    const accounts = await Promise.all(names.map((name) => first.control.account(name)))
    const secrets = accounts.flatMap(({ ifortepay, zipay, midtrans, xendit, snap }) => [
      ifortepay.merchantId,
      ifortepay.secretUnboundId,
      ifortepay.hashKey,
      zipay.userId,
      zipay.password,
      zipay.merchantId,
      zipay.merchantKey,
      midtrans.serverKey,
      xendit.secretKey,
      xendit.callbackToken,
      snap.clientId,
      snap.partnerId,
      snap.merchantId,
      snap.clientSecret,
      snap.inbound.clientId,
      snap.inbound.secret,
    ])
    expect(new Set(secrets).size).toBe(secrets.length)
    expect(await second.control.account("toko-17")).toEqual(accounts[17])
    expect(await first.control.account("toko-17")).toEqual(accounts[17])
    expect(await (await open({ seed: 8 })).control.account("toko-17")).not.toEqual(accounts[17])
  })

  it("find no payment of another's, whoever signs", async () => {
    const { control, post } = await open()
    const [toko, other] = [await control.account("toko-1"), await control.account("toko-2")]
    const [token, otherToken] = [await login(post, toko), await login(post, other)]
    const made = await create(post, toko, token, "order-1")
    expect(made.status).toBe(200)
    const { uuid } = made.body.data
    const inquire = ({ zipay: { merchantId, merchantKey } }: SandboxAccount, bearer: string | undefined) =>
      post(
        "/zipay/payment/qr/inquiry",
        { authorization: `Bearer ${bearer}` },
        { uuid, merchantId, signature: inquirySignature(merchantKey, merchantId, uuid) },
      )
    expect((await inquire(toko, token)).status).toBe(200)
    expect((await inquire(other, otherToken)).status).toBe(404)
    // Another's token opens nothing, nor does another's key.
    expect((await inquire(toko, otherToken)).status).toBe(401)
    const forged = { ...toko, zipay: { ...toko.zipay, merchantKey: other.zipay.merchantKey } }
    expect((await inquire(forged, token)).status).toBe(403)
  })

  it("may use one external id each, and share no id that was made for it", async () => {
    const { control, post } = await open()
    const made = []
    for (const name of ["toko-1", "toko-2"]) {
      const account = await control.account(name)
      const { body } = await create(post, account, await login(post, account), "order-1")
      made.push(body.data.uuid)
    }
    expect(new Set(made).size).toBe(2)
    expect(await control.payments()).toHaveLength(2)
  })

  it("are told apart at iFortepay, Midtrans and Xendit, too", async () => {
    const { control, post } = await open()
    const [toko, other] = [await control.account("toko-1"), await control.account("toko-2")]
    const ids = { external_id: "order-1", order_id: "order-1" }
    const ifortepay = ({ ifortepay: { merchantId, secretUnboundId } }: SandboxAccount, hashKey: string) =>
      post(
        "/ifortepay/ewallet/v2/inquiry",
        {
          authorization: basicAuthorization(merchantId, secretUnboundId),
          "x-req-signature": requestSignature(hashKey, ids.external_id, ids.order_id),
        },
        { ...ids, transaction_id: "t-1", payment_method: "wallet", payment_channel: "NOBU" },
      )
    expect((await ifortepay(toko, toko.ifortepay.hashKey)).body.response_message).toContain("not found")
    expect((await ifortepay(toko, other.ifortepay.hashKey)).body.response_message).toBe("Invalid Signature")

    const charge = ({ midtrans }: SandboxAccount) =>
      post(
        "/midtrans/v2/charge",
        { authorization: basicAuthorization(midtrans.serverKey) },
        { payment_type: "qris", transaction_details: { order_id: "order-1", gross_amount: 25_000 } },
      )
    const [mine, theirs] = [await charge(toko), await charge(other)]
    expect([mine.body.status_code, theirs.body.status_code]).toEqual(["201", "201"])
    expect(mine.body.merchant_id).toMatch(/^G\d{9}$/)
    expect(mine.body.merchant_id).not.toBe(theirs.body.merchant_id)
    const cancel = await post(
      `/midtrans/v2/${mine.body.transaction_id}/cancel`,
      { authorization: basicAuthorization(other.midtrans.serverKey) },
      {},
    )
    expect(cancel.body.status_code).toBe("404")

    const xendit = (secretKey: string) =>
      post("/xendit/refunds", { authorization: basicAuthorization(secretKey) }, {})
    expect((await xendit(toko.xendit.secretKey)).status).toBe(400)
    expect((await xendit("xnd_development_of_nobody")).status).toBe(401)
  })

  it("get new secrets, and the old ones and their tokens are refused", async () => {
    const { control, post } = await open()
    const before = await control.account("toko-1")
    const other = await control.account("toko-2")
    const [token, otherToken] = [await login(post, before), await login(post, other)]
    const after = await control.renewAccount("toko-1")
    expect(after.zipay.merchantId).toBe(before.zipay.merchantId)
    expect(after.zipay.password).not.toBe(before.zipay.password)
    expect(await control.account("toko-1")).toEqual(after)
    expect(await login(post, before)).toBeUndefined()
    expect((await create(post, after, token, "order-1")).status).toBe(401)
    expect((await create(post, after, await login(post, after), "order-1")).status).toBe(200)
    expect((await create(post, other, otherToken, "order-1")).status).toBe(200)
  })

  it("are announced to addresses of their own, signed with secrets of their own", async () => {
    const paths: Array<string> = []
    const server = createServer((request, response) => {
      paths.push(request.url ?? "")
      response.end("{}")
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    onTestFinished(() => new Promise((resolve) => server.close(() => resolve())))
    const address = server.address()
    const port = typeof address === "object" && address !== null ? address.port : 0
    const { control, post } = await open()
    await control.account("toko-1")
    await control.zipay.setCallbackUrl(`http://127.0.0.1:${port}/webhooks/zipay/{account}`)
    for (const name of ["toko-1", "toko-2"]) {
      const account = await control.account(name)
      const { body } = await create(post, account, await login(post, account), "order-1")
      await control.pay(body.data.uuid)
      const raw = await control.callbacks.build(body.data.uuid)
      expect(JSON.parse(raw.body)).toMatchObject({ merchantId: account.zipay.merchantId })
    }
    await control.payStatic("zipay", 5_000)
    expect(paths).toEqual(["/webhooks/zipay/toko-1", "/webhooks/zipay/toko-2", "/webhooks/zipay"])
  })

  it("are gone after a reset, and the same when they are asked for again", async () => {
    const { control, post } = await open()
    const before = await control.account("toko-1")
    await control.renewAccount("toko-1")
    const token = await login(post, before)
    await control.reset()
    expect(token).toBeUndefined()
    expect(await login(post, before)).toBeUndefined()
    expect(await control.account("toko-1")).toEqual(before)
    expect(await login(post, before)).toBeDefined()
  })

  it.each(["", "toko 17", "..", "t".repeat(65)])("cannot be called %j", async (name) => {
    const { control } = await open()
    await expect(control.account(name)).rejects.toThrow(SandboxError)
  })
})
