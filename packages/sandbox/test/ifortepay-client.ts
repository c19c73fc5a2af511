import { createHash } from "node:crypto"
import type { Sandbox } from "../src/index.js"

// A merchant's side of iFortepay, written for these tests from the documentation alone.

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

/** An id as it is signed; tests also send what is no id at all. */
const signed = (id: unknown): string => (typeof id === "string" ? id : JSON.stringify(id))

/** As much of an answer as the tests look into; whether it is there is what they assert. */
interface IfortepayBody {
  readonly response_code: string
  readonly response_message: string
  readonly transaction_id: string
  readonly external_id: string
  readonly order_id: string
  readonly reference_id: string
  readonly payment_channel: string
  readonly transaction_status: string
  readonly payment_details: { readonly amount: number; readonly expired_time: string }
  readonly qr_response: { readonly qr_string: string }
  readonly data: { readonly transaction_status: string }
}

export interface Answer<Body> {
  readonly status: number
  readonly body: Body
}

export const CREATE_BODY = {
  external_id: "EXT-0001",
  order_id: "ORDER-0001",
  currency: "IDR",
  payment_method: "wallet",
  payment_channel: "NOBU",
  payment_details: { amount: 25_000, transaction_description: "Pesanan contoh" },
  customer_details: { email: "pelanggan@example.com", full_name: "Pelanggan Contoh", phone: "081234567890" },
  wallet_details: { id: "081234567890", id_type: "HP" },
} as const

export interface Calls {
  readonly headers?: Readonly<Record<string, string>>
  readonly hashKey?: string
}

export function ifortepayClient({ ifortepay }: Sandbox) {
  const authorization = `Basic ${Buffer.from(`${ifortepay.merchantId}:${ifortepay.secretUnboundId}`).toString("base64")}`

  const post = async (
    path: string,
    content: object,
    { headers, hashKey }: Calls = {},
  ): Promise<Answer<IfortepayBody>> => {
    const ids: { external_id?: unknown; order_id?: unknown } = content
    const response = await fetch(ifortepay.baseUrl + path, {
      method: "POST",
      redirect: "manual",
      headers: {
        "content-type": "application/json",
        authorization,
        "x-version": "v3",
        "x-req-signature": sha256(
          `${hashKey ?? ifortepay.hashKey}${signed(ids.external_id)}${signed(ids.order_id)}`,
        ),
        ...headers,
      },
      body: JSON.stringify(content),
    })
    return { status: response.status, body: (await response.json()) as IfortepayBody }
  }

  const about = ({ body }: Answer<IfortepayBody>) => ({
    transaction_id: body.transaction_id,
    external_id: body.external_id,
    order_id: body.order_id,
    payment_channel: body.payment_channel,
    payment_method: "wallet",
  })

  return {
    post,
    about,
    create: (content: object = {}, calls?: Calls) =>
      post("/ewallet/v2/create-qr", { ...CREATE_BODY, ...content }, calls),
    inquire: (content: object, calls?: Calls) => post("/ewallet/v2/inquiry", content, calls),
    cancel: (content: object, calls?: Calls) => post("/ewallet/v2/cancel-qr", content, calls),
  }
}

export type IfortepayClient = ReturnType<typeof ifortepayClient>
