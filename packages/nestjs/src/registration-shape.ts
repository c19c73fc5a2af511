import { DEFAULT_REGISTRATION } from "./default-registration.js"
import type { QrisModuleExtras, QrisWebhookOptions } from "./options.js"
import { QrisSetupError } from "./setup-error.js"

/** What a call of `forRoot` or `forRootAsync` says before its options are there. */
export interface RegistrationExtras extends QrisModuleExtras {
  readonly providerIds?: ReadonlyArray<string>
  readonly accountsAt?: ReadonlyArray<string>
}

/** The same with its defaults, checked. */
export interface RegistrationShape {
  readonly name: string
  readonly providerIds: ReadonlyArray<string>
  readonly accountsAt: ReadonlyArray<string>
  /** `undefined`: callbacks are not received. */
  readonly webhooks: Required<QrisWebhookOptions> | undefined
}

/** Larger than any callback of a provider, small enough to be nobody's burden. In bytes. */
const DEFAULT_BODY_LIMIT = 65_536

/** Inquiries a second that callbacks about unknown payments may cause. */
const DEFAULT_UNKNOWN_PER_SECOND = 10

const NAME = /^[A-Za-z\d-]+$/

const PREFIX = /^\/*[\w\-.~]+(\/[\w\-.~]+)*\/*$/

const webhooksOf = (name: string, webhooks: QrisWebhookOptions): Required<QrisWebhookOptions> => {
  const ownPrefix = name === DEFAULT_REGISTRATION ? "webhooks/qris" : `webhooks/qris/${name}`
  const {
    prefix = ownPrefix,
    bodyLimit = DEFAULT_BODY_LIMIT,
    unknownPerSecond = DEFAULT_UNKNOWN_PER_SECOND,
    decorators = [],
  } = webhooks
  if (!PREFIX.test(prefix)) {
    throw new QrisSetupError(
      `webhooks.prefix of QrisModule must be a plain path, such as "webhooks/qris", without parameters.`,
    )
  }
  if (!Number.isInteger(bodyLimit) || bodyLimit < 1) {
    throw new QrisSetupError("webhooks.bodyLimit of QrisModule must be a whole number of bytes, at least 1.")
  }
  if (!Number.isFinite(unknownPerSecond) || unknownPerSecond <= 0) {
    throw new QrisSetupError("webhooks.unknownPerSecond of QrisModule must be a number above 0.")
  }
  return { prefix: prefix.replace(/^\/+|\/+$/g, ""), bodyLimit, unknownPerSecond, decorators }
}

/** @throws QrisSetupError for a name, a path or a limit that cannot be used */
export const shapeOf = ({
  name = DEFAULT_REGISTRATION,
  webhooks = {},
  providerIds = [],
  accountsAt = [],
}: RegistrationExtras): RegistrationShape => {
  if (!NAME.test(name)) {
    throw new QrisSetupError(`name of QrisModule must hold letters, digits and - only, such as "toko-b".`)
  }
  return {
    name,
    providerIds,
    accountsAt,
    webhooks: webhooks === false ? undefined : webhooksOf(name, webhooks),
  }
}
