import type { QrisProvider } from "@qriskit/core"
import type { PromiseAccounts } from "@qriskit/core/promise"
import type { QrisClient } from "./qris-client.js"

/**
 * Many merchants' accounts at one provider, as `createIfortepayAccounts(...)` and
 * `createZipayAccounts(...)` return them.
 */
export type QrisAccountsClient = PromiseAccounts<QrisProvider, QrisClient>

const METHODS = ["account", "addressee", "forget", "close"]

/** Whether a value that a caller without types handed over are accounts behind promises. */
export const isQrisAccounts = (value: unknown): value is QrisAccountsClient =>
  typeof value === "object" &&
  value !== null &&
  "id" in value &&
  typeof value.id === "string" &&
  // The Effect door has the same verbs; only the promise door carries it inside.
  "effect" in value &&
  METHODS.every((name) => typeof Reflect.get(value, name) === "function")
