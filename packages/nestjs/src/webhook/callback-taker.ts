import type { RawNotification } from "@qriskit/core"
import type { QrisClient } from "../qris-client.js"
import type { CallbackOutcome } from "./answer.js"

/** What became of a callback, and why where it was not accepted. */
export interface Taken {
  readonly outcome: CallbackOutcome
  readonly why?: string
}

/** What is done with a callback whose bytes are there. May reject with whatever strikes. */
export interface CallbackTaker {
  take(client: QrisClient, raw: RawNotification): Promise<Taken>
}

export const ACCEPTED: Taken = { outcome: "accepted" }
