import { Inject, Injectable } from "@nestjs/common"
import { ApplicationConfig, DiscoveryService } from "@nestjs/core"
import type { PaymentRef } from "@qriskit/core"
import type { CallbackOverrides, Sandbox, SandboxControl } from "@qriskit/sandbox"
import { registrationsIn } from "../registrations.js"
import { QrisSetupError } from "../setup-error.js"
import { DEFAULT_REGISTRATION } from "../tokens.js"

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
}

/** The acquirers of a test: their ledger, their clock, their faults, and the callbacks they would send. */
@Injectable()
export class QrisSandbox {
  /** Pays, expires, moves the clock (`clock: "manual"`), lets the wire fail. */
  readonly control: SandboxControl
  readonly #discovery: DiscoveryService
  readonly #config: ApplicationConfig

  constructor(
    @Inject(SANDBOX) sandbox: Sandbox,
    @Inject(DiscoveryService) discovery: DiscoveryService,
    @Inject(ApplicationConfig) config: ApplicationConfig,
  ) {
    this.control = sandbox.control
    this.#discovery = discovery
    this.#config = config
  }

  /**
   * Builds the callback about a payment as it stands, signed as the provider signs, or a forgery of it. Sends nothing.
   *
   * @throws SandboxError where the sandbox knows no such payment
   */
  async callback(
    { provider, paymentId }: Pick<PaymentRef, "provider" | "paymentId">,
    { secret, registration, ...overrides }: CallbackOptions = {},
  ): Promise<SignedCallback> {
    const { headers, body } = await this.control.callbacks.build(paymentId, overrides)
    const path = this.path(provider, registration)
    return { method: "POST", path: secret === undefined ? path : `${path}/${secret}`, headers, body }
  }

  /**
   * Where an application receives a provider's callbacks, the global prefix included.
   *
   * @throws QrisSetupError where it receives none
   */
  path(providerId: string, registration = DEFAULT_REGISTRATION): string {
    const path = registrationsIn(this.#discovery)
      .find(({ name }) => name === registration)
      ?.webhookPath(providerId)
    if (path === undefined) {
      throw new QrisSetupError(`Registration "${registration}" of QrisModule receives no callbacks.`)
    }
    const prefix = this.#config.getGlobalPrefix().replace(/^\/+|\/+$/g, "")
    return prefix === "" ? `/${path}` : `/${prefix}/${path}`
  }
}
