import { SNAP_FACTS } from "./acquirers.js"
import { registeredUrl } from "./dialect.js"
import { snapKeys } from "./keys.js"
import { SNAP_ACQUIRERS, type SnapAcquirer } from "./names.js"
import type { SnapSettings } from "./settings.js"

/** What a client of a SNAP acquirer is configured with, beside its profile. */
export interface SnapCredentials {
  readonly baseUrl: string
  readonly environment: "sandbox"
  readonly clientId: string
  readonly partnerId: string
  readonly merchantId: string
  readonly clientSecret: string
  /** The merchant's, as PEM. */
  readonly privateKey: string
  /** The acquirer's public key, as PEM. */
  readonly acquirerKeys: string
  readonly notificationUrl: string
  readonly settings: Readonly<Record<string, string>>
  /** The client id under which the acquirer asks for a token, where it does. */
  readonly inboundClientId: string
}

/** Of every acquirer, at this sandbox. The keys are made when they are first read. */
export function snapCredentials(
  url: string,
  settings: SnapSettings,
): Readonly<Record<SnapAcquirer, SnapCredentials>> {
  const { clientId, partnerId, merchantId, clientSecret, storeId, terminalId, inboundClientId } = settings
  const credentialsOf = (acquirer: SnapAcquirer): SnapCredentials => ({
    baseUrl: `${url}/snap-${acquirer}`,
    environment: "sandbox",
    clientId,
    partnerId,
    merchantId,
    clientSecret,
    get privateKey() {
      return snapKeys().merchant.privateKey
    },
    get acquirerKeys() {
      return snapKeys().acquirer.publicKey
    },
    notificationUrl:
      settings.callbackUrls[acquirer] ?? registeredUrl(acquirer, SNAP_FACTS[acquirer].callback.tail),
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
    inboundClientId,
  })
  return Object.fromEntries(SNAP_ACQUIRERS.map((acquirer) => [acquirer, credentialsOf(acquirer)])) as Record<
    SnapAcquirer,
    SnapCredentials
  >
}
