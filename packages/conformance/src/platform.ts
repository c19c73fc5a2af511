import type { QrisAccounts } from "@qriskit/core"
import * as Effect from "effect/Effect"
import type { ObservedTransport } from "./observed-transport.js"
import type { AccountsTable, ProviderSettings } from "./provider-facts.js"

/** A platform of many merchants: its table, and the provider's own accounts that are loaded from it. */
export interface Platform
  extends Pick<ObservedTransport, "sent" | "bearers" | "replaceBearers" | "holdAnswers"> {
  readonly accounts: QrisAccounts
  /** Writes an account into the table. What it gets are the credentials that the acquirer takes when it is loaded. */
  add(account: string): void
  /** Strikes an account from the table. */
  remove(account: string): void
  /** How often an account was looked up in the table. */
  loads(account: string): number
}

/** How a scenario wants its platform. */
export interface PlatformOptions {
  /** Milliseconds after which an account is loaded anew. Default: five minutes, which is longer than any scenario. */
  readonly freshMillis?: number
}

const FIVE_MINUTES = 300_000

/** The table that a harness loads from, and what a scenario does to it. */
export const makeTable = (settings: ProviderSettings, { freshMillis = FIVE_MINUTES }: PlatformOptions) => {
  const rows = new Set<string>()
  const loads = new Map<string, number>()

  const table: AccountsTable = {
    freshMillis,
    load: (configuration) => (account) =>
      Effect.promise(async () => {
        loads.set(account, (loads.get(account) ?? 0) + 1)
        return rows.has(account) ? configuration({ ...settings, account }) : undefined
      }),
  }

  return {
    table,
    add: (account: string): void => {
      rows.add(account)
    },
    remove: (account: string): void => {
      rows.delete(account)
    },
    loads: (account: string): number => loads.get(account) ?? 0,
  }
}
