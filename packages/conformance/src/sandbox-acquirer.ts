import type { ReceivedNotification } from "@qriskit/core"
import {
  type CallbackOverrides,
  OPERATIONS,
  type Operation,
  type Provider,
  type Sandbox,
  type SandboxAccount,
  type SandboxOptions,
  type SnapAcquirer,
  type SnapCredentials,
  startSandbox,
} from "@qriskit/sandbox"
import type { Acquirer, Forgery, WireOperation } from "./acquirer.js"

/** The acquirers that the sandbox emulates, each with a door of its own. */
export type SandboxedProvider = Exclude<Provider, `snap-${string}`>

/** One of the sandbox's acquirers, and what a provider is configured with to reach it. */
export interface SandboxAcquirer<P extends SandboxedProvider> extends Acquirer {
  readonly credentials: Sandbox[P]
  /** The same of an account, which is opened when it is first asked for; without a name the acquirer's own. */
  credentialsOf(account: string | undefined): Promise<Sandbox[P]>
  /** The credentials of everybody who was opened so far, its own first. */
  everyone(): ReadonlyArray<Sandbox[P]>
}

const operationOn = (provider: Provider, operation: WireOperation): Operation => {
  const found = OPERATIONS.find((known) => known === `${provider}.${operation}`)
  if (found === undefined) throw new Error(`${provider} has no ${operation}`)
  return found
}

const overridesOf = ({ status, amount, signature }: Forgery): CallbackOverrides => ({
  ...(status !== undefined && { status }),
  ...(amount !== undefined && { amount }),
  ...(signature === "wrong" && { wrongSignature: true }),
  ...(signature === "none" && { unsigned: true }),
})

/** What every acquirer of a sandbox does alike. */
const acquirerOf = (sandbox: Sandbox, provider: Provider): Acquirer => {
  const { control } = sandbox
  return {
    pay: async ({ paymentId }) => {
      await control.pay(paymentId)
    },
    expire: async ({ paymentId }) => {
      await control.expire(paymentId)
    },
    endRefunds: async ({ paymentId }) => {
      await control.endRefunds(paymentId)
    },
    setStatus: async ({ paymentId }, word) => {
      await control.setProviderStatus(paymentId, word)
    },
    notification: async ({ paymentId }, forgery = {}): Promise<ReceivedNotification> => {
      const { headers, body } = await control.callbacks.build(paymentId, overridesOf(forgery))
      return { headers, body }
    },
    fault: async (operation, fault, times = Number.POSITIVE_INFINITY) => {
      await control.faults.script({ at: operationOn(provider, operation), times, fault })
    },
    clearFaults: () => control.faults.clear(),
    refuse: () => control.faults.refuse(),
    restore: () => control.faults.restore(),
    requests: async (operation) => {
      const wanted = `${provider}.${operation}`
      return (await control.journal()).filter((entry) => entry.operation === wanted).length
    },
    close: () => sandbox.close(),
  }
}

const openerOf =
  <P extends SandboxedProvider>(provider: P, options: SandboxOptions) =>
  async (): Promise<SandboxAcquirer<P>> => {
    const sandbox = await startSandbox(options)
    const { control } = sandbox
    const own: Sandbox[P] = sandbox[provider]
    const others: Array<Sandbox[P]> = []
    const note = (credentials: SandboxAccount): Sandbox[P] => {
      const theirs = { ...own, ...credentials[provider] }
      others.push(theirs)
      return theirs
    }
    return {
      ...acquirerOf(sandbox, provider),
      credentials: own,
      credentialsOf: async (account) => (account === undefined ? own : note(await control.account(account))),
      everyone: () => [own, ...others],
      accounts: {
        renew: async (account) => {
          note(await control.renewAccount(account))
        },
      },
    }
  }

/**
 * An acquirer of `@qriskit/sandbox`, started anew whenever it is called.
 *
 * @param provider whose wire it speaks
 * @param options of the sandbox, such as `{ ifortepay: { envelope: "data" } }`
 *
 * @example
 * ```ts
 * import { sandboxAcquirer } from "@qriskit/conformance"
 *
 * const acquirer = await sandboxAcquirer("zipay")()
 * console.log(acquirer.credentials.baseUrl)
 * await acquirer.close()
 * ```
 */
export const sandboxAcquirer: {
  // Not one generic signature: TypeScript would not infer from it inside a call of describeProvider.
  (provider: "ifortepay", options?: SandboxOptions): () => Promise<SandboxAcquirer<"ifortepay">>
  (provider: "zipay", options?: SandboxOptions): () => Promise<SandboxAcquirer<"zipay">>
  (provider: "midtrans", options?: SandboxOptions): () => Promise<SandboxAcquirer<"midtrans">>
  (provider: "xendit", options?: SandboxOptions): () => Promise<SandboxAcquirer<"xendit">>
} = <P extends SandboxedProvider>(provider: P, options: SandboxOptions = {}) => openerOf(provider, options)

/** An acquirer of the sandbox that speaks SNAP, and what a client is configured with, beside its profile. */
export interface SnapSandboxAcquirer extends Acquirer {
  readonly credentials: SnapCredentials
}

/**
 * An acquirer of `@qriskit/sandbox` that speaks SNAP, started anew whenever it is called. It has one merchant.
 *
 * @param acquirer the name of its preset
 * @param options of the sandbox, such as `{ snap: { codeAs: "number" } }`
 *
 * @example
 * ```ts
 * import { snapSandboxAcquirer } from "@qriskit/conformance"
 *
 * const acquirer = await snapSandboxAcquirer("nicepay")()
 * console.log(acquirer.credentials.clientId)
 * await acquirer.close()
 * ```
 */
export const snapSandboxAcquirer =
  (acquirer: SnapAcquirer, options: SandboxOptions = {}) =>
  async (): Promise<SnapSandboxAcquirer> => {
    const sandbox = await startSandbox(options)
    return { ...acquirerOf(sandbox, `snap-${acquirer}`), credentials: sandbox.snap[acquirer] }
  }
