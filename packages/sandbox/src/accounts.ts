import type { Identity } from "./identity.js"
import type { LedgerPayment } from "./ledger.js"
import { SandboxError } from "./sandbox-error.js"
import type { AnnouncingDialect, Dialect, WireRequest } from "./wire.js"

/** How one acquirer tells its merchants apart, and what each of them is. */
export interface Membership<Settings, Of extends Dialect> {
  /** One merchant's side of the acquirer. The settings change when its secrets do. */
  readonly open: (settings: Settings, identity: () => Identity) => Of
  /** The ids of an account that are public and stay. */
  readonly ids: (identity: Identity, account: string) => Partial<Settings>
  /** Its secrets, which can be renewed. */
  readonly secrets: (identity: Identity) => Partial<Settings>
  /** What a request says of who sends it; anything where it says nothing. */
  readonly markIn: (request: WireRequest) => string
  /** What it says when this merchant sends it. */
  readonly marksOf: (settings: Settings) => ReadonlyArray<string>
  /** As in the ledger's payments of this merchant. */
  readonly scopeOf: (settings: Settings) => string
  /** Tokens that older secrets brought are refused from now on. */
  readonly revoke?: (dialect: Of) => void
  /** Where payments are announced, where that is set at the acquirer and not with each payment. */
  readonly announcement?: {
    readonly setting: (settings: Settings) => string | undefined
    readonly set: (dialect: Of, url: string | undefined) => void
  }
}

/** What a dialect with accounts can do besides. */
export interface HasAccounts<Settings, Of> {
  /**
   * The settings of an account; the first time it is opened, with credentials that follow from the seed and its name.
   */
  account(account: string): Settings
  /** The account gets new secrets: the old ones are refused from now on. */
  renew(account: string): Settings
  /** Every merchant's side of the acquirer that was needed so far, its own first. */
  everyone(): ReadonlyArray<Of>
}

interface Account<Settings, Of> {
  readonly settings: Settings
  /** Made when it is first needed: most accounts never speak to most acquirers. */
  dialect: Of | undefined
  generation: number
}

/** More would be a mistake in a loop. */
const MOST_ACCOUNTS = 20_000

/** In an address to announce payments to: the account's name. */
const PLACEHOLDER = "{account}"

/** The address for an account; for the acquirer's own merchant, which has no name, without the placeholder. */
const addressFor = (url: string | undefined, account: string): string | undefined =>
  account === "" ? url?.replace(`/${PLACEHOLDER}`, "") : url?.replaceAll(PLACEHOLDER, account)

/**
 * One acquirer with many merchants: its own, whom the settings describe, and accounts that are opened when they are
 * asked for. Each is served as if it were alone; they share the ledger, so what is another's is not found.
 */
export function withAccounts<Settings extends object, Of extends Dialect>(
  settings: Settings,
  identity: () => Identity,
  membership: Membership<Settings, Of>,
): Of & HasAccounts<Settings, Of> {
  const { open, ids, secrets, markIn, marksOf, scopeOf, revoke, announcement } = membership
  const accounts = new Map<string, Account<Settings, Of>>()
  /** Names of accounts. */
  const byMark = new Map<string, string>()
  const byScope = new Map<string, string>()
  let callbackUrl = announcement?.setting(settings)

  const main = open(settings, identity)
  announcement?.set(main, addressFor(callbackUrl, ""))

  const secretsOf = (account: string, generation: number) =>
    secrets(identity().of("account", account, "secrets", String(generation)))

  const opened = (name: string): Account<Settings, Of> => {
    const known = accounts.get(name)
    if (known !== undefined) return known
    if (accounts.size >= MOST_ACCOUNTS)
      throw new SandboxError("refused", `More than ${MOST_ACCOUNTS} accounts are too many.`)
    const own = { ...settings, ...ids(identity().of("account", name), name), ...secretsOf(name, 0) }
    const account = { settings: own, dialect: undefined, generation: 0 }
    accounts.set(name, account)
    byScope.set(scopeOf(own), name)
    for (const mark of marksOf(own)) byMark.set(mark, name)
    return account
  }

  /** An account's side of the acquirer; the acquirer's own merchant's where there is no name. */
  const sideOf = (name: string | undefined): Of => {
    if (name === undefined) return main
    const account = opened(name)
    if (account.dialect === undefined) {
      account.dialect = open(account.settings, () => identity().of("account", name))
      announcement?.set(account.dialect, addressFor(callbackUrl, name))
    }
    return account.dialect
  }

  const renewed = (name: string): Settings => {
    const account = opened(name)
    for (const mark of marksOf(account.settings)) byMark.delete(mark)
    account.generation += 1
    // The dialect reads its settings at each request.
    Object.assign(account.settings, secretsOf(name, account.generation))
    if (account.dialect !== undefined) revoke?.(account.dialect)
    for (const mark of marksOf(account.settings)) byMark.set(mark, name)
    return account.settings
  }

  /** A payment of a sub-merchant or sub-account belongs to whoever has it. */
  const ownerOf = ({ scope }: LedgerPayment): Of => sideOf(byScope.get(scope.split("/")[0] ?? ""))

  return {
    ...main,
    routes: main.routes.map((route, index) => ({
      ...route,
      answer: (request) => {
        const { routes } = sideOf(byMark.get(markIn(request)))
        return (routes[index] ?? route).answer(request)
      },
    })),
    word: (payment) => ownerOf(payment).word(payment),
    callback: (payment, overrides, refund) => ownerOf(payment).callback(payment, overrides, refund),
    ...(announcement && {
      setCallbackUrl: (url: string | undefined) => {
        callbackUrl = url
        announcement.set(main, addressFor(url, ""))
        for (const [name, { dialect }] of accounts)
          if (dialect !== undefined) announcement.set(dialect, addressFor(url, name))
      },
    }),
    reset: () => {
      accounts.clear()
      byMark.clear()
      byScope.clear()
      callbackUrl = announcement?.setting(settings)
      main.reset()
      announcement?.set(main, addressFor(callbackUrl, ""))
    },
    account: (name) => opened(name).settings,
    renew: renewed,
    everyone: () => [
      main,
      ...Array.from(accounts.values(), ({ dialect }) => dialect).filter((dialect) => dialect !== undefined),
    ],
  }
}

/** Announced at one address of the acquirer's dashboard, which may hold the account's name. */
export const atDashboard = {
  setting: ({ callbackUrl }: { readonly callbackUrl?: string }): string | undefined => callbackUrl,
  set: (dialect: AnnouncingDialect, url: string | undefined): void => dialect.setCallbackUrl(url),
}

/** Tag 59 of an account's QR: its name as a person would write it, as far as it goes. */
export const merchantNameOf = (account: string): string =>
  account.replaceAll("-", " ").toUpperCase().slice(0, 25)
