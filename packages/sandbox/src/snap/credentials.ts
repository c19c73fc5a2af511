import { SNAP_FACTS } from "./acquirers.js"
import { registeredUrl } from "./dialect.js"
import type { SnapKeys } from "./keys.js"
import { SNAP_ACQUIRERS, type SnapAcquirer } from "./names.js"
import type { SnapSettings } from "./settings.js"

/** What a merchant is configured with at every SNAP acquirer, beside its profile and addresses. */
export interface SnapMerchantCredentials {
  readonly clientId: string
  readonly partnerId: string
  readonly merchantId: string
  readonly clientSecret: string
  /** The merchant's, as PEM. */
  readonly privateKey: string
  /**
   * For an acquirer that asks for a token of the merchant's before it calls back: the client id that it has there, and
   * a secret for the merchant's tokens, which the acquirer never sees.
   */
  readonly inbound: { readonly clientId: string; readonly secret: string }
  /** The acquirers' public key, as PEM: everybody's. */
  readonly acquirerKeys: string
  readonly settings: Readonly<Record<string, string>>
}

/** What a client of a SNAP acquirer is configured with, beside its profile. */
export interface SnapCredentials extends SnapMerchantCredentials {
  readonly baseUrl: string
  readonly environment: "sandbox"
  readonly notificationUrl: string
}

/** Of one merchant. Its keys are made when they are first read. */
export function snapMerchantCredentials(settings: SnapSettings, keys: SnapKeys): SnapMerchantCredentials {
  const { clientId, partnerId, merchantId, clientSecret, inboundClientId, storeId, terminalId } = settings
  return {
    clientId,
    partnerId,
    merchantId,
    clientSecret,
    get privateKey() {
      return keys.of(clientSecret).privateKey
    },
    get acquirerKeys() {
      return keys.acquirer.publicKey
    },
    inbound: { clientId: inboundClientId, secret: `tokens-that-${merchantId}-issues-at-the-sandbox` },
    settings: {
      acquirer: "gopay",
      channelId: "12345",
      externalStoreId: storeId,
      feeType: "1",
      origin: "https://toko.example",
      postalCode: "10310",
      storeId,
      terminalId,
    },
  }
}

/** Of the sandbox's own merchant at every acquirer. */
export function snapCredentials(
  url: string,
  settings: SnapSettings,
  keys: SnapKeys,
): Readonly<Record<SnapAcquirer, SnapCredentials>> {
  const merchant = snapMerchantCredentials(settings, keys)
  const credentialsOf = (acquirer: SnapAcquirer): SnapCredentials =>
    Object.defineProperties(
      {
        baseUrl: `${url}/snap-${acquirer}`,
        environment: "sandbox",
        notificationUrl:
          settings.callbackUrls[acquirer] ?? registeredUrl(acquirer, SNAP_FACTS[acquirer].callback.tail),
      },
      Object.getOwnPropertyDescriptors(merchant),
    ) as SnapCredentials // Both halves of it, with keys that are made when they are read.
  // Every acquirer is a key.
  return Object.fromEntries(SNAP_ACQUIRERS.map((acquirer) => [acquirer, credentialsOf(acquirer)])) as Record<
    SnapAcquirer,
    SnapCredentials
  >
}
