import type { OfAccount } from "@qriskit/payments"

/** Whose payment is meant. */
export const of = ({ account }: { readonly account?: string }): OfAccount =>
  account === undefined ? {} : { account }

/** A payment as it is called in a sentence. */
export const called = ({ key, account }: { readonly key: string; readonly account?: string }): string =>
  account === undefined ? key : `${account}/${key}`
