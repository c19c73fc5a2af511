import { Inject, Injectable } from "@nestjs/common"
import {
  type ContextId,
  ContextIdFactory,
  DiscoveryService,
  ExternalContextCreator,
  MetadataScanner,
  ModuleRef,
  ModulesContainer,
} from "@nestjs/core"
import { type DiscoveredHandler, discoverHandlers } from "./handler-discovery.js"
import { HANDLER_ARGUMENTS, isAbout } from "./on-payment.js"
import { contextsWithoutGlobals } from "./own-contexts.js"
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
  readonly #guarded: ExternalContextCreator
  readonly #own: ExternalContextCreator
  readonly #moduleRef: ModuleRef
  readonly #calls = new Map<ExternalContextCreator, Map<DiscoveredHandler, Call>>()
  #found: ReadonlyArray<DiscoveredHandler> | undefined

  constructor(
    @Inject(DiscoveryService) discovery: DiscoveryService,
    @Inject(MetadataScanner) scanner: MetadataScanner,
    @Inject(ExternalContextCreator) contexts: ExternalContextCreator,
    @Inject(ModuleRef) moduleRef: ModuleRef,
    @Inject(ModulesContainer) modules: ModulesContainer,
  ) {
    this.#discovery = discovery
    this.#scanner = scanner
    this.#guarded = contexts
    this.#own = contextsWithoutGlobals(modules)
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

  /** Those that an event is for, in the order of discovery: with a transaction those that join it, else the others. */
  for(
    event: Pick<PaymentEvent, "type" | "provider" | "registration" | "tx">,
  ): ReadonlyArray<DiscoveredHandler> {
    const isJoined = event.tx !== undefined
    return this.all.filter(({ subscriptions }) =>
      subscriptions.some((each) => isAbout(each, event) && (each.transaction ?? false) === isJoined),
    )
  }

  /** Whether any joins the transaction of its events. */
  get hasJoined(): boolean {
    return this.all.some(({ subscriptions }) => subscriptions.some(({ transaction }) => transaction === true))
  }

  /** Whether there is any that a registration's events may be for. */
  hasAnyFor(registration: string): boolean {
    return this.all.some(({ subscriptions }) =>
      subscriptions.some((subscription) => (subscription.registration ?? registration) === registration),
    )
  }

  /** Calls one, with its guards, interceptors and pipes. Rejects with what it throws. */
  async call(handler: DiscoveredHandler, event: PaymentEvent): Promise<void> {
    const { host, subscriptions } = handler
    const wantsAll = subscriptions.some((each) => each.enhancers === true && isAbout(each, event))
    const contexts = wantsAll ? this.#guarded : this.#own
    const call =
      host.isDependencyTreeStatic() && !host.isTransient
        ? this.#callOfInstance(contexts, handler)
        : await this.#callOfRequest(contexts, handler, event)
    await call(event.payment, event)
  }

  #callOfInstance(contexts: ExternalContextCreator, handler: DiscoveredHandler): Call {
    const calls = this.#calls.get(contexts) ?? new Map<DiscoveredHandler, Call>()
    this.#calls.set(contexts, calls)
    const known = calls.get(handler)
    if (known !== undefined) return known
    const call = inContext(contexts, handler, handler.host.instance)
    calls.set(handler, call)
    return call
  }

  /** A provider of a request is made anew for each event; the event is its `REQUEST`. */
  async #callOfRequest(
    contexts: ExternalContextCreator,
    handler: DiscoveredHandler,
    event: PaymentEvent,
  ): Promise<Call> {
    const contextId = ContextIdFactory.getByRequest(event)
    this.#moduleRef.registerRequestByContextId(event, contextId)
    const instance: object = await this.#moduleRef.resolve(handler.host.token, contextId, { strict: false })
    return inContext(contexts, handler, instance, contextId)
  }
}

const inContext = (
  contexts: ExternalContextCreator,
  { host, method }: DiscoveredHandler,
  instance: object,
  contextId?: ContextId,
): Call =>
  contexts.create(
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
