/** Whether every acquirer is the sandbox: nobody pays anything, and there is a phone to play the customer. */
export const IS_PLAY = Symbol.for("@qriskit/demo/is-play")

/** The sandbox's control. Only where all of it is play. */
export const SANDBOX = Symbol.for("@qriskit/demo/sandbox")

/** The providers' clients. */
export const CLIENTS = Symbol.for("@qriskit/demo/clients")

/** Where each provider's callbacks arrive, by its id: an address that its servers reach. */
export const CALLBACK_URLS = Symbol.for("@qriskit/demo/callback-urls")
export type CallbackUrls = Readonly<Record<string, string>>

/** Who pays at a till, for acquirers that want to know. */
export const WALK_IN = Symbol.for("@qriskit/demo/walk-in")
export interface WalkIn {
  readonly name: string
  readonly email: string
}
