/** What the parent tells a worker. */
export type Order =
  | { readonly do: "open"; readonly key: string; readonly amount: number; readonly provider: string }
  /** Add an endpoint that is told of everything. */
  | { readonly do: "endpoint"; readonly url: string }
  | {
      readonly do: "receive"
      readonly provider: string
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
    }
  /** The same id is the same refund, however often and at whichever process it is asked for. */
  | { readonly do: "refund"; readonly key: string; readonly amount: number; readonly externalId: string }

/** What a worker tells the parent. */
export type Report =
  | { readonly is: "ready" }
  | { readonly is: "opened"; readonly key: string; readonly qr?: string }
  | { readonly is: "refunded"; readonly externalId: string; readonly status: string }
  | { readonly is: "failed"; readonly key: string; readonly why: string }

/** How a worker is set up: JSON in the variable WORKER. */
export interface Setup {
  readonly database: string
  readonly zipay: {
    readonly baseUrl: string
    readonly userId: string
    readonly password: string
    readonly merchantId: string
    readonly merchantKey: string
  }
  readonly midtrans: { readonly baseUrl: string; readonly serverKey: string }
  readonly xendit: { readonly baseUrl: string; readonly secretKey: string; readonly callbackToken: string }
}
