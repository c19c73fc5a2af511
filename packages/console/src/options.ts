import type { Authorize, Visitor } from "./authorize.js"
import type { ConsoleEndpoints, ConsolePayments, ConsoleProvider } from "./payments.js"
import type { ConsoleStatements } from "./statements.js"
import type { Language } from "./words/language.js"

/** A text in one language, or in each. */
export type Said = string | Readonly<Record<Language, string>>

/** A link to a page of the host's. */
export interface ConsoleLink {
  /** A path, or an http or https address. */
  readonly href: string
  readonly text: Said
  /** `post`: a button that posts there, such as to sign out. Default: a link. */
  readonly method?: "get" | "post"
}

/** What a host may hand over, and pages need. */
export type HandedOver = "statements" | "endpoints"

/** What `createConsole` takes. */
export interface ConsoleOptions {
  /** Durable payments: what `createPayments` gives. */
  readonly payments: ConsolePayments
  /** Who a request is from, and what they may do. */
  readonly authorize: Authorize
  /** Where it is mounted, as its requests say it: `/qris`. Default: at the root. */
  readonly path?: string
  /**
   * Binds forms to whom they were shown: at least 32 characters, the same in every process behind one address. Default:
   * made up at start, so that forms do not outlive the process.
   */
  readonly secret?: string
  /** The providers' clients: for their names, and to say beforehand what cannot be refunded. */
  readonly providers?: ReadonlyArray<ConsoleProvider>
  /** What reads statements and writes exports. Absent: no pages about statements and days. */
  readonly statements?: ConsoleStatements
  /** Webhooks onward: `payments.endpoints`. Absent: no pages about them. */
  readonly endpoints?: ConsoleEndpoints
  /** What people call an account. Default: its id. */
  readonly accountTitle?: (account: string) => string | undefined
  /** What it says at the top of every page. */
  readonly title?: Said
  /** A line below it, such as that this is a test system. */
  readonly notice?: Said
  /** Further links of the menu, such as back to your application. */
  readonly links?: ReadonlyArray<ConsoleLink> | ((visitor: Visitor) => ReadonlyArray<ConsoleLink>)
  /** The address of a page of yours about a payment. */
  readonly paymentLink?: (payment: {
    readonly key: string
    readonly account?: string
  }) => ConsoleLink | undefined
  /** Is told what went wrong: a failure of the database, of `authorize`, a bug. Default: `console.error`. */
  readonly onError?: (error: unknown) => void
  /** How long `authorize` may take, in milliseconds. Default 10,000. */
  readonly authorizeMillis?: number
  /** How often a live page shows anew what makes no event (callbacks, lags), in milliseconds. Default 15,000. */
  readonly refreshMillis?: number
}
