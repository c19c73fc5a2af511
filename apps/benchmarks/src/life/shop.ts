import type { Callback } from "../webhook/callbacks.js"

/** A shop that takes payments durably: what is measured is how much that costs. */
export interface Shop {
  open(key: string): Promise<unknown>
  receive(callback: Callback): Promise<unknown>
}

/** Tells that the handler of an order ran. */
export type Handled = (key: string) => void

/** What a shop's handler writes. */
export const FULFIL = "insert into fulfilment (key) values ($1)"
