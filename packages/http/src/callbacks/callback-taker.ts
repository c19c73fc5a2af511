import type { RawNotification } from "@qriskit/core"
import type { QrisClient } from "../clients/qris-client.js"
import type { CallbackOutcome } from "./answer.js"

/** What became of a callback, and why where it was not accepted. */
export interface Taken {
  readonly outcome: CallbackOutcome
  readonly why?: string
}

/** What is done with a callback whose bytes are there. May reject with whatever strikes. */
export interface CallbackTaker {
  /**
   * Takes a callback, and says what became of it.
   *
   * @param account whose callback it is, where the provider has many; the client is that account's
   */
  take(client: QrisClient, raw: RawNotification, account?: string): Promise<Taken>
}

export const ACCEPTED: Taken = { outcome: "accepted" }
