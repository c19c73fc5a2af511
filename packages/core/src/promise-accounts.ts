import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { AccountsSettings, QrisAccounts } from "./accounts.js"
import { CallsUnderWay } from "./calls-under-way.js"
import { type FrontDoorOptions, type PromiseProvider, transportOf } from "./front-door.js"
import type { NetworkOptions } from "./network.js"
import { tracerOf } from "./opentelemetry/tracing.js"
import type { QrisProvider } from "./provider.js"
import { type AccountsOf, makeAccounts } from "./provider-kit/accounts.js"
import { present } from "./provider-kit/wire-values.js"
import { runnerFor } from "./running.js"
import type { OpenTransport } from "./transport.js"

/** What a platform sets: where its accounts are, how many are kept for how long, and what all of them share. */
export interface PromiseAccountsOptions<Input> extends Partial<AccountsSettings>, FrontDoorOptions {
  /**
   * Reads one account's configuration from the platform's own table; `undefined` or `null` where there is none. The
   * signal is aborted when `loadMillis` are over. Whatever it throws stays here: only its name and
   * system code are told.
   */
  load(
    account: string,
    options: { readonly signal: AbortSignal },
  ): Promise<Input | null | undefined> | Input | null | undefined
}

/** `QrisAccounts` with promises. */
export interface PromiseAccounts<P extends QrisProvider, Client> {
  /** The provider's id, as in `PaymentRef.provider`. */
  readonly id: string
  /**
   * The client of one account: from memory while it is fresh, else loaded. Its `close` does nothing, since its
   * connections are everybody's. Rejects with `NoSuchAccount` or `AccountUnavailable`.
   */
  account(account: string): Promise<Client>
  /**
   * The same for an account that somebody outside named, in the path of a callback: what strangers can ask of the
   * platform's table is limited. Rejects alike.
   */
  addressee(account: string): Promise<Client>
  /** Its credentials were changed, or it was removed: whoever asks from now on has it loaded anew. */
  forget(account: string): void
  /** How many accounts are in memory now. */
  readonly held: number
  /** The same accounts with Effect instead of promises. */
  readonly effect: QrisAccounts<P>
  /**
   * Waits for the calls of all accounts that are under way, each of which ends by its deadline, and frees their
   * connections. Calls that are made afterwards reject, `not_sent`. Does nothing where a transport was given: whoever
   * made that closes it.
   */
  close(): Promise<void>
}

/** What a provider adds: how a configuration becomes a client over the transport that all share. */
export interface AccountClientOf<Config, Client> extends Omit<AccountsOf<Config, Client>, "make"> {
  readonly open: (config: Config, options: FrontDoorOptions & { readonly account: string }) => Client
}

/**
 * For authors of providers: opens the promise door of many accounts. Throws `InvalidConfiguration` where a setting is
 * wrong.
 *
 * @param openDefault opens the default transport with the network settings; not called when the options bring one
 */
export const openAccounts = <
  Input,
  Config,
  P extends QrisProvider,
  Client extends Pick<PromiseProvider<P>, "effect">,
>(
  { load, transport, network, tracer: ownTracer, tracerProvider, ...settings }: PromiseAccountsOptions<Input>,
  { open, ...of }: AccountClientOf<Config, Client>,
  openDefault: (network: NetworkOptions) => OpenTransport,
): PromiseAccounts<P, Client> => {
  const tracer = tracerOf(present({ tracer: ownTracer, tracerProvider }))
  const traced = present({ tracer })
  const accounts = Result.getOrThrow(
    makeAccounts<Input, Config, Client>(
      {
        ...settings,
        // What it rejects with becomes a defect, which is told as a failure is.
        load: (account) => Effect.promise(async (signal) => load(account, { signal })),
      },
      {
        ...of,
        make: (config, account) => open(config, { transport: shared.transport, account, ...traced }),
      },
    ),
  )
  const shared = transportOf(present({ transport, network }), openDefault)
  // Looking an account up is no call over the transport.
  const run = runnerFor(tracer, new CallsUnderWay())
  /** What is in memory needs no fiber. */
  const asked = (lookUp: "account" | "addressee") => async (account: string) =>
    accounts.fresh(account, Date.now()) ?? run(accounts[lookUp](account))
  const provider = (lookUp: "account" | "addressee") => (account: string) =>
    Effect.map(accounts[lookUp](account), ({ effect }) => effect)

  return {
    id: accounts.id,
    account: asked("account"),
    addressee: asked("addressee"),
    forget: accounts.forget,
    get held() {
      return accounts.held
    },
    effect: {
      id: accounts.id,
      account: provider("account"),
      addressee: provider("addressee"),
      forget: accounts.forget,
      get held() {
        return accounts.held
      },
    },
    close: shared.close,
  }
}
