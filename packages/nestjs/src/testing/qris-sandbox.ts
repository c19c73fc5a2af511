import { Inject, Injectable } from "@nestjs/common"
import { ApplicationConfig, DiscoveryService } from "@nestjs/core"
import type { PaymentRef } from "@qriskit/core"
import { DEFAULT_REGISTRATION } from "../default-registration.js"
import { registrationsIn } from "../registrations.js"
import { QrisSetupError } from "../setup-error.js"
import { mountedPath } from "../startup/mounted-path.js"

/** What a forged or broken callback says instead of the truth. */
export interface CallbackOverrides {
  /** The provider's status word. */
  readonly status?: string
  /** Rupiah. */
  readonly amount?: number
  /** Any other field, by dotted path. */
  readonly set?: Readonly<Record<string, unknown>>
  /** A signature that does not verify. Without effect for a provider that signs nothing. */
  readonly wrongSignature?: boolean
}

/**
 * As much of `@qriskit/sandbox`'s `Sandbox` as is needed here. Described, not imported: a sandbox that this package
 * depended on, even optionally, would come along to production.
 */
export interface CallbackSource {
  readonly control: {
    readonly callbacks: {
      build(
        paymentId: string,
        overrides?: CallbackOverrides,
      ): Promise<{ readonly headers: Readonly<Record<string, string>>; readonly body: string }>
    }
  }
}

/** The token of the sandbox that a test runs over. */
export const SANDBOX = Symbol.for("@qriskit/nestjs/sandbox")

/** A callback as the provider would send it: post it with whatever HTTP client the test uses. */
export interface SignedCallback {
  readonly method: "POST"
  /** Of this application, the global prefix included. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What a built callback is about beyond the payment. */
export interface CallbackOptions extends CallbackOverrides {
  /** The segment after the path, for a provider that is configured with a secret there. */
  readonly secret?: string
  /** The `name` that `QrisModule.forRoot` was given. */
  readonly registration?: string
  /** At whose address it arrives. Default: the account of the reference, where it has one. */
  readonly account?: string
}

/** The callbacks that the acquirers of a test would send, and where the application receives them. */
@Injectable()
export class QrisSandbox {
  readonly #sandbox: CallbackSource
  readonly #discovery: DiscoveryService
  readonly #config: ApplicationConfig

  constructor(
    @Inject(SANDBOX) sandbox: CallbackSource,
    @Inject(DiscoveryService) discovery: DiscoveryService,
    @Inject(ApplicationConfig) config: ApplicationConfig,
  ) {
    this.#sandbox = sandbox
    this.#discovery = discovery
    this.#config = config
  }

  /**
   * Builds the callback about a payment as it stands, signed as the provider signs, or a forgery of it. Sends nothing.
   *
   * @throws SandboxError where the sandbox knows no such payment
   */
  async callback(
    { provider, paymentId, account: own }: Pick<PaymentRef, "provider" | "paymentId" | "account">,
    { secret, registration, account = own, ...overrides }: CallbackOptions = {},
  ): Promise<SignedCallback> {
    const { headers, body } = await this.#sandbox.control.callbacks.build(paymentId, overrides)
    const path = this.path(provider, registration, account)
    return { method: "POST", path: secret === undefined ? path : `${path}/${secret}`, headers, body }
  }

  /**
   * Where an application receives a provider's callbacks, the global prefix included.
   *
   * @param account one of many merchants, whose callbacks come to an address of its own
   * @throws QrisSetupError where it receives none
   */
  path(providerId: string, registration = DEFAULT_REGISTRATION, account?: string): string {
    const path = registrationsIn(this.#discovery)
      .find(({ name }) => name === registration)
      ?.webhookPath(providerId, account)
    if (path === undefined) {
      throw new QrisSetupError(`Registration "${registration}" of QrisModule receives no callbacks.`)
    }
    return `/${mountedPath(this.#config, path)}`
  }
}
