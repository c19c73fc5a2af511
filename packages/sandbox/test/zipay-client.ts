import { createHmac } from "node:crypto"
import type { Sandbox } from "../src/index.js"
import type { Answer } from "./ifortepay-client.js"

// A merchant's side of Zipay, written for these tests from the documentation alone.

/** As much of an answer as the tests look into; whether it is there is what they assert. */
interface ZipayBody {
  readonly status: number
  readonly success: boolean
  readonly message: string
  readonly data: {
    readonly access_token: string
    readonly expired_token: string
    readonly uuid: string
    readonly status: string
    readonly qrString: string
  }
}

export function zipayClient({ zipay }: Sandbox) {
  const sign = (message: string): string =>
    createHmac("sha256", zipay.merchantKey).update(message).digest("hex")

  const post = async (path: string, content: object, token?: string): Promise<Answer<ZipayBody>> => {
    const response = await fetch(zipay.baseUrl + path, {
      method: "POST",
      redirect: "manual",
      headers: {
        "content-type": "application/json",
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(content),
    })
    return { status: response.status, body: (await response.json()) as ZipayBody }
  }

  const login = async (): Promise<string> => {
    const answer = await post("/auth/login", { userId: zipay.userId, password: zipay.password })
    return answer.body.data.access_token
  }

  const createBody = (externalId: string, amount: number | string = 10_000) => ({
    amount,
    externalId,
    merchantId: zipay.merchantId,
    signature: sign(zipay.merchantId + externalId),
  })

  const inquireBody = (uuid: string) => ({
    uuid,
    merchantId: zipay.merchantId,
    signature: sign(zipay.merchantId + uuid),
  })

  return {
    post,
    sign,
    login,
    createBody,
    inquireBody,
    create: async (externalId: string, amount?: number) =>
      post("/payment/qr/create", createBody(externalId, amount), await login()),
    inquire: async (uuid: string) => post("/payment/qr/inquiry", inquireBody(uuid), await login()),
  }
}
