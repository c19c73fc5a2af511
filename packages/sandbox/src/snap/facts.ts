import type { LedgerStatus } from "../ledger.js"

/** A verb of an acquirer: where it is, its two digits, and the fields without which it refuses (400 case 02). */
export interface SnapVerb {
  readonly path: string
  readonly service: string
  readonly mandatory: ReadonlyArray<string>
}

/** How an acquirer signs what it announces. Names as in the table of recipes, section 6. */
export type CallbackRecipe = "R1" | "R2" | "R3" | "R6" | "R7"

/** What callbacks carry besides a time and a signature. */
export type CallbackHeader = "x-client-key" | "x-partner-id" | "x-external-id" | "channel-id"

/** One acquirer's dialect, as this project reads its documents. */
export interface SnapDialectFacts {
  /** Under which word the QR carries it, and the name of its app. */
  readonly name: string
  /** Where tokens are had; absent where calls are signed with RSA and need none. */
  readonly tokenPath?: string
  /** Its token answers have no responseCode. */
  readonly bareToken?: boolean
  /** What a token call's `grantType` may be called besides. */
  readonly grantTypeToo?: string
  readonly signs: "hmac" | "rsa"
  readonly encoding: "base64" | "hex"
  /** What of the path is not signed. */
  readonly mount?: string
  /** Times in X-TIMESTAMP must have Jakarta's offset. */
  readonly jakartaTimes?: boolean
  readonly create: SnapVerb
  readonly inquire: SnapVerb
  readonly cancel?: SnapVerb
  readonly refund?: SnapVerb
  /** What a merchant's reference may look like. */
  readonly reference: RegExp
  /** What a merchant's reference of a refund may look like. */
  readonly refundReference?: RegExp
  /** What an inquiry's `serviceCode` must be. */
  readonly serviceCode: "47" | "17"
  /** Names a reference number of its own. */
  readonly hasReference: boolean
  /** X-EXTERNAL-ID is the merchant's reference, and a repeat of the same call is answered alike. */
  readonly repeatsAnswer?: boolean
  /** A payment on a QR that no call made cannot be asked for. */
  readonly knowsOwnOnly?: boolean
  /** Seconds until a QR ends: when nobody asks, at least, at most. */
  readonly expiry: { readonly usual: number; readonly least: number; readonly most: number }
  /** The code of each state. */
  readonly codes: Readonly<Record<LedgerStatus, string>>
  readonly callback: {
    readonly recipe: CallbackRecipe
    /** How the merchant's address ends. */
    readonly tail: string
    /** Before a callback the merchant is asked for a token, at an address that ends so. */
    readonly tokenTail?: string
    /** The field of a create that names the address for this payment, where there is one. */
    readonly urlAt?: string
    readonly headers: ReadonlyArray<CallbackHeader>
    /** Waits before repetitions, in seconds; absent where no document tells: then a setting does. */
    readonly retrySeconds?: ReadonlyArray<number>
    readonly announces: ReadonlyArray<LedgerStatus>
  }
}
