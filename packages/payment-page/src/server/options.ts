import type { PagePayments } from "./payments.js"

/** What `createPaymentPage` takes. */
export interface PaymentPageOptions {
  /** Durable payments: what `createPayments` gives. */
  readonly payments: PagePayments
  /**
   * What addresses are signed with: 32 to 1,000 characters, the same in every process. Several: the first signs, and
   * addresses of each are good, so that a secret can be changed. At most 10.
   */
  readonly secret: string | ReadonlyArray<string>
  /** Where the handler is mounted, as its requests say it. Default `/pay`. */
  readonly basePath?: string
  /** Who is paid, where the QR does not say it, such as once it is paid. Default: as the QR names them. */
  readonly merchant?: string
  /** What a page is in whose browser asks for neither. Default `id`. */
  readonly language?: "id" | "en"
  /** Pages that may be live at the same time; the others ask every few seconds. Default 500. */
  readonly maxLive?: number
  /** Is told what went wrong: a failure of the database, a bug. Default: `console.error`. */
  readonly onError?: (error: unknown) => void
  /** The server's clock, in milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number
}
