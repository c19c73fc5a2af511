/** How a shop's process is set up. */
export interface Setup {
  readonly kind: "qriskit" | "plain"
  /** Addresses of the built promise doors of payments and of iFortepay's provider. */
  readonly modules: { readonly payments: string; readonly provider: string }
  readonly database: string
  readonly acquirer: string
  /** Whether it asks about payments and hands over events, or only opens. */
  readonly works: boolean
}

/** What a shop is asked to do. Orders have numbers; `callers` work at the same time. */
export type Request =
  | { readonly do: "open"; readonly from: number; readonly to: number; readonly callers: number }
  | { readonly do: "receive"; readonly from: number; readonly to: number; readonly callers: number }
  /** So many a second; each is timed from its callback to its handler. */
  | { readonly do: "pace"; readonly from: number; readonly to: number; readonly perSecond: number }
  | { readonly do: "account" }

/** What it says. Times in milliseconds; processor time in milliseconds, memory in megabytes, since it began. */
export type Reply =
  | { readonly is: "ready" }
  | { readonly is: "done"; readonly millis: number }
  | { readonly is: "paced"; readonly latencies: ReadonlyArray<number> }
  | { readonly is: "account"; readonly cpu: number; readonly resident: number }
  /** A handler ran, so many times in all. */
  | { readonly is: "handled"; readonly times: number }
