import { SNAP_FACTS } from "./acquirers.js"
import { registeredUrl } from "./dialect.js"
import { acquirerKeys, type MerchantKeys } from "./keys.js"
import { SNAP_ACQUIRERS, type SnapAcquirer } from "./names.js"
import type { SnapSettings } from "./settings.js"

/** What every SNAP acquirer knows a merchant by, in the names of a client's settings. */
export interface SnapMerchantCredentials {
  readonly clientId: string
  readonly partnerId: string
  readonly merchantId: string
  readonly clientSecret: string
  /** The merchant's, as PEM. */
  readonly privateKey: string
  /**
   * For an acquirer that asks for a token of the merchant's before it calls back: the client id that it has there, and a
   * secret for the merchant's tokens, which the acquirer never sees.
   */
  readonly inbound: { readonly clientId: string; readonly secret: string }
}

/** What a client of a SNAP acquirer is configured with, beside its profile. */
export interface SnapCredentials extends SnapMerchantCredentials {
  readonly baseUrl: string
  readonly environment: "sandbox"
  /** The acquirer's public key, as PEM. */
  readonly acquirerKeys: string
  readonly notificationUrl: string
  readonly settings: Readonly<Record<string, string>>
}

/** Of one merchant. Its keys are made when they are first read. */
export function snapMerchantCredentials(settings: SnapSettings, keys: MerchantKeys): SnapMerchantCredentials {
  const { clientId, partnerId, merchantId, clientSecret, inboundClientId } = settings
  return {
    clientId,
    partnerId,
    merchantId,
    clientSecret,
    get privateKey() {
      return keys.of(clientSecret).privateKey
    },
    inbound: { clientId: inboundClientId, secret: `tokens-that-${merchantId}-issues-at-the-sandbox` },
  }
}

/** Of the sandbox's own merchant at every acquirer. */
export function snapCredentials(
  url: string,
  settings: SnapSettings,
  keys: MerchantKeys,
): Readonly<Record<SnapAcquirer, SnapCredentials>> {
  const { storeId, terminalId, callbackUrls } = settings
  const merchant = snapMerchantCredentials(settings, keys)
  const { clientId, partnerId, merchantId, clientSecret, inbound } = merchant
  const credentialsOf = (acquirer: SnapAcquirer): SnapCredentials => ({
    baseUrl: `${url}/snap-${acquirer}`,
    environment: "sandbox",
    clientId,
    partnerId,
    merchantId,
    clientSecret,
    get privateKey() {
      return merchant.privateKey
    },
    get acquirerKeys() {
      return acquirerKeys().publicKey
    },
    inbound,
    notificationUrl: callbackUrls[acquirer] ?? registeredUrl(acquirer, SNAP_FACTS[acquirer].callback.tail),
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
  })
  // Every acquirer is a key.
  return Object.fromEntries(SNAP_ACQUIRERS.map((acquirer) => [acquirer, credentialsOf(acquirer)])) as Record<
    SnapAcquirer,
    SnapCredentials
  >
}
