import type { DiscoveryService, MetadataScanner } from "@nestjs/core"
import { QrisSetupError } from "../setup-error.js"
import { type PaymentSubscription, subscriptionsOf } from "./on-payment.js"

/** How Nest keeps a provider or controller. */
export type Host = ReturnType<DiscoveryService["getProviders"]>[number]

/** A method with `@OnPayment`, and who has it. */
export interface DiscoveredHandler {
  /** For people: `Fulfilment.paid`. */
  readonly name: string
  /** Unique within the application. */
  readonly id: string
  readonly host: Host
  readonly method: string
  readonly subscriptions: ReadonlyArray<PaymentSubscription>
}

const isMadeByClass = ({ isNotMetatype, metatype }: Host): boolean => !isNotMetatype && metatype !== null

const prototypeOf = (host: Host): object | undefined => {
  // A provider of a request has no instance yet; its class has the methods.
  const prototype: unknown = isMadeByClass(host)
    ? host.metatype?.prototype
    : Object.getPrototypeOf(Object(host.instance))
  const isOwn = typeof prototype === "object" && prototype !== null && prototype !== Object.prototype
  return isOwn ? prototype : undefined
}

const handlersOf = (host: Host, scanner: MetadataScanner): ReadonlyArray<DiscoveredHandler> => {
  const prototype = prototypeOf(host)
  if (prototype === undefined) return []
  return scanner.getAllMethodNames(prototype).flatMap((method) => {
    const subscriptions = subscriptionsOf(Reflect.get(prototype, method))
    const name = `${prototype.constructor.name}.${method}`
    return subscriptions.length === 0
      ? []
      : [{ name, id: `${host.id}/${method}`, host, method, subscriptions }]
  })
}

const moduleOf = ({ host }: Host): string => host?.metatype.name ?? "a module"

/** The same class in two modules is two instances: each payment would be fulfilled twice. */
const refuseTwins = (handlers: ReadonlyArray<DiscoveredHandler>): void => {
  const hostOf = new Map<unknown, Host>()
  for (const { name, host } of handlers.filter((handler) => isMadeByClass(handler.host))) {
    const known = hostOf.get(host.metatype) ?? host
    if (known !== host) {
      throw new QrisSetupError(
        `${name} would run twice for each payment, since ${moduleOf(known)} and ${moduleOf(host)} both provide it: provide it in one of them, export it there, and import that module in the other.`,
      )
    }
    hostOf.set(host.metatype, host)
  }
}

/** Nest makes a controller of a request for HTTP requests only. */
const refuseControllers = (controllers: ReadonlyArray<Host>, scanner: MetadataScanner): void => {
  const [misplaced] = controllers.flatMap((controller) => handlersOf(controller, scanner))
  if (misplaced !== undefined) {
    throw new QrisSetupError(
      `${misplaced.name} is a controller's method, and @OnPayment works on providers: move it to a class under providers.`,
    )
  }
}

/**
 * Every method with `@OnPayment` of every provider, inherited ones too, in the order of their modules.
 *
 * @throws QrisSetupError where two modules provide the same class, or a controller has one
 */
export const discoverHandlers = (
  discovery: DiscoveryService,
  scanner: MetadataScanner,
): ReadonlyArray<DiscoveredHandler> => {
  refuseControllers(discovery.getControllers(), scanner)
  const instances = new Set<unknown>()
  const handlers = discovery.getProviders().flatMap((host) => {
    // An alias, and a factory that hands on another provider, have the same instance.
    if (host.isAlias || instances.has(host.instance)) return []
    if (host.instance !== undefined) instances.add(host.instance)
    return handlersOf(host, scanner)
  })
  refuseTwins(handlers)
  return handlers
}
