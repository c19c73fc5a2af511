import type {
  CreatePayment,
  PaymentStatus,
  QrisAccounts,
  QrisProvider,
  Reason,
  RetryPolicy,
  Timeouts,
  Transport,
} from "@qriskit/core"
import type * as Effect from "effect/Effect"
import type { Acquirer } from "./acquirer.js"

/** How a scenario wants the provider made. */
export interface ProviderSettings {
  /** `"wrong"`: credentials that the acquirer does not accept. */
  readonly credentials: "right" | "wrong"
  /** Whose credentials, and the name that the provider is given; absent for the acquirer's one merchant. */
  readonly account?: string
  readonly timeouts: Timeouts
  readonly retry: RetryPolicy
}

/** A platform's table of accounts, which scenarios change while the provider's accounts are loaded from it. */
export interface AccountsTable {
  /**
   * Makes the `load` of the provider's accounts: reads an account's row, and makes of it what the provider is
   * configured with. `undefined` where the table has no such account.
   */
  readonly load: <Input>(
    configuration: (settings: ProviderSettings) => Input | PromiseLike<Input>,
  ) => (account: string) => Effect.Effect<Input | undefined>
  /** Milliseconds after which an account is to be loaded anew. */
  readonly freshMillis: number
}

/** What a scenario puts into an otherwise valid request. */
export interface RequestChoice {
  /** Letters, digits and `-`; at most 32 characters; never used before. */
  readonly externalId: string
  readonly orderId?: string
  /** In rupiah. Absent: any amount that the provider takes. */
  readonly amount?: CreatePayment["amount"]
  readonly expiresAt?: Date
}

/** A request that breaks the provider's own rules. */
export interface InvalidRequestCase {
  /** What is wrong, for the test's messages. */
  readonly title: string
  /** Fields to set in a valid request, by dotted path; `undefined` takes the field away. */
  readonly change: Readonly<Record<string, unknown>>
  /** Every field that the error must name, by dotted path. */
  readonly fields: readonly [string, ...ReadonlyArray<string>]
}

/** Where an answer carries what the scenarios amend: dotted paths into its JSON. Absent where it carries none. */
export interface AnswerPaths {
  readonly paymentId?: string
  readonly externalId?: string
  readonly amount?: string
  readonly status?: string
  /** The QR's text. */
  readonly qr?: string
}

/** What the scenarios have to know of a provider. */
export interface ProviderFacts {
  /** A valid request that sets every field which `capabilities.requiredFields` names. */
  readonly request: (choice: RequestChoice) => CreatePayment
  /** Requests that this provider must refuse before the network. */
  readonly invalidRequests: ReadonlyArray<InvalidRequestCase>
  readonly answers: {
    readonly create: AnswerPaths & { readonly qr: string }
    readonly inquire: AnswerPaths & { readonly status: string; readonly amount: string }
    readonly cancel?: AnswerPaths
  }
  /** Where a refusal carries the provider's own message. */
  readonly refusalMessage?: string
  /** Every documented status word and what it means. */
  readonly statusWords: Readonly<Record<string, PaymentStatus>>
  /**
   * What a second create with the same external id fails with, once the provider does not answer it as the first
   * (`capabilities.repeatedCreate`). Absent: nothing refuses it.
   */
  readonly duplicateExternalId?: Extract<
    Reason["_tag"],
    "DuplicateExternalId" | "InvalidRequest" | "Rejected"
  >
  /** Request headers whose values must not leak either, beyond `authorization`. In lower case. */
  readonly secretHeaders?: ReadonlyArray<string>
}

/** A provider and the acquirer that it is made against. */
export interface ProviderMaking<A extends Acquirer = Acquirer> extends ProviderFacts {
  /** Starts an acquirer that knows no payment. Called for every scenario; the scenario closes it. */
  readonly openAcquirer: () => Promise<A>
  /** Makes the provider against that acquirer, on the `Transport` it is given. */
  readonly make: (acquirer: A, settings: ProviderSettings) => Effect.Effect<QrisProvider, unknown, Transport>
  /**
   * Opens the provider's own accounts over a platform's table and the `Transport` it is given; with one token store for
   * all of them, where it takes one. Absent where there are none.
   */
  readonly accounts?: (acquirer: A, table: AccountsTable) => Effect.Effect<QrisAccounts, unknown, Transport>
  /** Every secret that a provider made with these credentials is configured with; of every account that was opened. */
  readonly secrets: (acquirer: A, credentials: ProviderSettings["credentials"]) => ReadonlyArray<string>
}
