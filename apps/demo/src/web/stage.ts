/** Whether every acquirer is the sandbox: nobody pays anything, and there is a phone to play the customer. */
export const IS_PLAY = Symbol.for("@qriskit/demo/is-play")

/** The sandbox's control. Only where all of it is play. */
export const SANDBOX = Symbol.for("@qriskit/demo/sandbox")

/** Where people sign in. */
export const SEATS = Symbol.for("@qriskit/demo/seats")

/** Where callbacks arrive: an address that the acquirers' servers reach. */
export const CALLBACK_URLS = Symbol.for("@qriskit/demo/callback-urls")

/**
 * Of a provider, and of an account of it where there are several. `undefined` where nothing outside
 * reaches this server.
 */
export type CallbackUrls = (provider: string, account?: string) => string | undefined

/** Who pays at a till, for acquirers that want to know. */
export const WALK_IN = Symbol.for("@qriskit/demo/walk-in")
export interface WalkIn {
  readonly name: string
  readonly email: string
}
