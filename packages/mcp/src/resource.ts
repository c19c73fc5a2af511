import type { ReadResourceResult, ResourceTemplate } from "@modelcontextprotocol/sdk/types.js"

/** Payments as resources: what `show` answers. */
export const TEMPLATES: ReadonlyArray<ResourceTemplate> = [
  {
    uriTemplate: "qriskit://payment/{key}",
    name: "payment",
    title: "A payment",
    description: "A payment with its refunds and everything that is on record about it.",
    mimeType: "application/json",
  },
  {
    uriTemplate: "qriskit://account/{account}/payment/{key}",
    name: "payment-of-account",
    title: "A payment of a platform's merchant",
    description: "A payment of an account, with its refunds and everything that is on record about it.",
    mimeType: "application/json",
  },
]

const PAYMENT = /^qriskit:\/\/(?:account\/([^/]+)\/)?payment\/([^/]+)$/

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** The payment that an address names; `undefined` where it names none. */
export const paymentAt = (uri: string): { readonly key: string; readonly account?: string } | undefined => {
  const [, account, key = ""] = PAYMENT.exec(uri) ?? []
  const named = { key: decoded(key), account: account === undefined ? undefined : decoded(account) }
  if (named.key === undefined || named.key === "" || (account !== undefined && named.account === undefined))
    return undefined
  return { key: named.key, ...(named.account === undefined ? {} : { account: named.account }) }
}

/** What is at an address. */
export const contentsOf = (uri: string, value: unknown): ReadResourceResult => ({
  contents: [{ uri, mimeType: "application/json", text: JSON.stringify(value) }],
})
