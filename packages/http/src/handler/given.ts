import { InvalidConfiguration } from "@qriskit/core"
import type { Recipients } from "../callbacks/addressee.js"
import { isQrisAccounts, type QrisAccountsClient } from "../clients/qris-accounts.js"
import { isQrisClient, type QrisClient } from "../clients/qris-client.js"
import type { HandlerOptions } from "./handler-options.js"

interface Issue {
  readonly path: string
  readonly message: string
}

/** What belongs together, and what does not. */
const combinationIssues = (options: HandlerOptions): ReadonlyArray<Issue> => {
  const issues: Array<Issue> = []
  const { payments } = options
  if (payments === undefined) {
    for (const path of ["cron", "reconcile", "onAnomaly"] as const) {
      if (options[path] !== undefined) issues.push({ path, message: "needs payments" })
    }
    if (options.onPaid === undefined && options.onPayment === undefined) {
      const message = "must be there where payments are not: callbacks would be confirmed and forgotten"
      issues.push({ path: "onPaid", message })
    }
    return issues
  }
  if (!isPayments(Object(payments))) {
    issues.push({
      path: "payments",
      message: "must be what createPayments(...) of @qriskit/payments/promise resolves to",
    })
  }
  if (options.refOf !== undefined) {
    issues.push({ path: "refOf", message: "must be absent with payments, which have the references" })
  }
  return issues
}

/** A caller without types may have written something else. */
const listOf = (providers: unknown, issues: Array<Issue>): ReadonlyArray<unknown> => {
  if (Array.isArray(providers)) return providers
  issues.push({ path: "providers", message: "must be a list" })
  return []
}

/** What is called of payments. */
const METHODS = ["receive", "get", "on", "reconcileNow"]

const isPayments = (payments: object): boolean =>
  METHODS.every((name) => typeof Reflect.get(payments, name) === "function")

/** The promise clients and accounts that callbacks are for. */
export const recipientsOf = (options: HandlerOptions): Recipients => {
  const issues = [...combinationIssues(options)]
  const clients = new Map<string, QrisClient>()
  const accounts = new Map<string, QrisAccountsClient>()
  const given = listOf(options.providers ?? options.payments?.configured ?? [], issues)
  given.forEach((provider, index) => {
    const path = `providers[${index}]`
    if (isQrisAccounts(provider)) {
      if (accounts.has(provider.id))
        issues.push({ path, message: "has accounts at the same provider as one before it" })
      accounts.set(provider.id, provider)
    } else if (isQrisClient(provider)) {
      if (clients.has(provider.id)) issues.push({ path, message: "is of the same provider as one before it" })
      clients.set(provider.id, provider)
    } else {
      const message =
        'must be what createZipay(...), createZipayAccounts(...) or the like of a provider\'s "/promise" entry return'
      issues.push({ path, message })
    }
  })
  if (given.length === 0 && issues.every(({ path }) => path !== "providers"))
    issues.push({ path: "providers", message: "must name at least one" })
  if (issues.length > 0) throw new InvalidConfiguration({ provider: "http", issues })
  return { clients, accounts }
}
