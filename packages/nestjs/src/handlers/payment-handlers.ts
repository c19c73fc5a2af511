import { Inject, Injectable } from "@nestjs/common"
import {
  type ContextId,
  ContextIdFactory,
  DiscoveryService,
  ExternalContextCreator,
  MetadataScanner,
  ModuleRef,
} from "@nestjs/core"
import { type DiscoveredHandler, discoverHandlers } from "./handler-discovery.js"
import { HANDLER_ARGUMENTS, isAbout } from "./on-payment.js"
import type { PaymentEvent } from "./payment-event.js"

/** The context type that guards and interceptors see. */
export const QRIS_CONTEXT = "qris"

/** A guard, an interceptor or a pipe that refuses ends in a failure, as everything else that a handler throws. */
const CONTEXT_OPTIONS = { guards: true, interceptors: true, filters: false }

/** Pipes get each argument by its position. */
const BY_POSITION = {
  exchangeKeyForValue: (position: number, _: unknown, args: Array<unknown>): unknown => args[position],
}

type Call = (...args: ReadonlyArray<unknown>) => Promise<unknown>

/** The application's handlers, found once and called in an external context. */
@Injectable()
export class PaymentHandlers {
  readonly #discovery: DiscoveryService
  readonly #scanner: MetadataScanner
  readonly #contexts: ExternalContextCreator
  readonly #moduleRef: ModuleRef
  readonly #calls = new Map<DiscoveredHandler, Call>()
  #found: ReadonlyArray<DiscoveredHandler> | undefined

  constructor(
    @Inject(DiscoveryService) discovery: DiscoveryService,
    @Inject(MetadataScanner) scanner: MetadataScanner,
    @Inject(ExternalContextCreator) contexts: ExternalContextCreator,
    @Inject(ModuleRef) moduleRef: ModuleRef,
  ) {
    this.#discovery = discovery
    this.#scanner = scanner
    this.#contexts = contexts
    this.#moduleRef = moduleRef
  }

  /**
   * All of them.
   *
   * @throws QrisSetupError where two modules provide the same class
   */
  get all(): ReadonlyArray<DiscoveredHandler> {
    this.#found ??= discoverHandlers(this.#discovery, this.#scanner)
    return this.#found
  }

  /** Those that an event is for, in the order of discovery. */
  for(event: Pick<PaymentEvent, "type" | "provider" | "registration">): ReadonlyArray<DiscoveredHandler> {
    return this.all.filter(({ subscriptions }) =>
      subscriptions.some((subscription) => isAbout(subscription, event)),
    )
  }

  /** Whether there is any that a registration's events may be for. */
  hasAnyFor(registration: string): boolean {
    return this.all.some(({ subscriptions }) =>
      subscriptions.some((subscription) => (subscription.registration ?? registration) === registration),
    )
  }

  /** Calls one, with its guards, interceptors and pipes. Rejects with what it throws. */
  async call(handler: DiscoveredHandler, event: PaymentEvent): Promise<void> {
    const { host } = handler
    const call =
      host.isDependencyTreeStatic() && !host.isTransient
        ? this.#callOfInstance(handler)
        : await this.#callOfRequest(handler, event)
    await call(event.payment, event)
  }

  #callOfInstance(handler: DiscoveredHandler): Call {
    const known = this.#calls.get(handler)
    if (known !== undefined) return known
    const call = this.#inContext(handler, handler.host.instance)
    this.#calls.set(handler, call)
    return call
  }

  /** A provider of a request is made anew for each event; the event is its `REQUEST`. */
  async #callOfRequest(handler: DiscoveredHandler, event: PaymentEvent): Promise<Call> {
    const contextId = ContextIdFactory.getByRequest(event)
    this.#moduleRef.registerRequestByContextId(event, contextId)
    const instance: object = await this.#moduleRef.resolve(handler.host.token, contextId, { strict: false })
    return this.#inContext(handler, instance, contextId)
  }

  #inContext({ host, method }: DiscoveredHandler, instance: object, contextId?: ContextId): Call {
    return this.#contexts.create(
      instance,
      Reflect.get(instance, method),
      method,
      HANDLER_ARGUMENTS,
      BY_POSITION,
      contextId,
      host.id,
      CONTEXT_OPTIONS,
      QRIS_CONTEXT,
    )
  }
}
