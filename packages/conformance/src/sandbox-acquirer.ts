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
import type { ProviderSettings } from "./provider-facts.js"

/** The acquirers that the sandbox emulates, each with a door of its own. */
export type SandboxedProvider = Exclude<Provider, `snap-${string}`>

/** One of the sandbox's acquirers, and what a provider is configured with to reach it. */
export interface SandboxAcquirer<P extends SandboxedProvider> extends Acquirer, MerchantsOf<Sandbox[P]> {
  readonly accounts: MerchantsOf<Sandbox[P]>["accounts"]
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

/** What a provider is configured with to reach an acquirer, for each of its merchants. */
interface MerchantsOf<Credentials> {
  readonly credentials: Credentials
  /** The same of an account, which is opened when it is first asked for; without a name the acquirer's own. */
  credentialsOf(account: string | undefined): Promise<Credentials>
  /**
   * The same with a scenario's time-outs and repeats; with what `wrong` has instead, where the scenario wants it so.
   */
  configurationFor(
    settings: ProviderSettings,
    wrong: Partial<Credentials>,
  ): Promise<Credentials & Pick<ProviderSettings, "timeouts" | "retry">>
  /** The credentials of everybody who was opened so far, its own first. */
  everyone(): ReadonlyArray<Credentials>
  readonly accounts: NonNullable<Acquirer["accounts"]>
}

/** An acquirer's own merchant, and the accounts that are opened beside it. */
const merchantsOf = <Credentials extends object>(
  { control }: Sandbox,
  credentials: Credentials,
  partOf: (account: SandboxAccount) => object,
): MerchantsOf<Credentials> => {
  const others: Array<Credentials> = []
  const note = (account: SandboxAccount): Credentials => {
    const theirs = { ...credentials, ...partOf(account) }
    others.push(theirs)
    return theirs
  }
  const credentialsOf = async (account: string | undefined): Promise<Credentials> =>
    account === undefined ? credentials : note(await control.account(account))
  return {
    credentials,
    credentialsOf,
    configurationFor: async ({ credentials: wanted, account, timeouts, retry }, wrong) => ({
      ...(await credentialsOf(account)),
      ...(wanted === "wrong" && wrong),
      timeouts,
      retry,
    }),
    everyone: () => [credentials, ...others],
    accounts: {
      renew: async (account) => {
        note(await control.renewAccount(account))
      },
    },
  }
}

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
    const own: Sandbox[P] = sandbox[provider]
    return {
      ...acquirerOf(sandbox, provider),
      ...merchantsOf(sandbox, own, (account) => account[provider]),
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
export interface SnapSandboxAcquirer extends Acquirer, MerchantsOf<SnapCredentials> {
  readonly accounts: MerchantsOf<SnapCredentials>["accounts"]
}

/**
 * An acquirer of `@qriskit/sandbox` that speaks SNAP, started anew whenever it is called.
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
    return {
      ...acquirerOf(sandbox, `snap-${acquirer}`),
      ...merchantsOf(sandbox, sandbox.snap[acquirer], ({ snap }) => snap),
    }
  }
