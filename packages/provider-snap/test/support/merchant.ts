import { generateKeyPairSync } from "node:crypto"
import * as Result from "effect/Result"
import { decodeConfig, type SnapConfigInput, type SnapProfileInput } from "../../src/index.js"

/** Keys of this run alone. */
const pair = () =>
  generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  })

export const merchantKeys = pair()
export const acquirerKeys = pair()

/** What a merchant of any profile has. */
export const inputOf = <P extends SnapProfileInput>(
  profile: P,
  changes: Partial<SnapConfigInput<P>> = {},
): SnapConfigInput<P> => ({
  profile,
  environment: "sandbox",
  clientId: "CLIENT-1",
  merchantId: "MERCHANT-1",
  clientSecret: "secret-of-toko-contoh",
  privateKey: merchantKeys.privateKey,
  acquirerKeys: acquirerKeys.publicKey,
  settings: {
    acquirer: "gopay",
    channelId: "12345",
    externalStoreId: "STORE-1",
    feeType: "1",
    origin: "https://toko.example",
    postalCode: "10110",
    storeId: "STORE-1",
    terminalId: "TERM01",
  },
  notificationUrl: "https://toko.example/hooks/qris",
  inbound: { clientId: "ACQUIRER-AT-OURS", secret: "thirty-two-characters-and-some-more" },
  ...changes,
})

export const configOf = <P extends SnapProfileInput>(profile: P, changes?: Partial<SnapConfigInput<P>>) =>
  Result.getOrThrow(decodeConfig(inputOf(profile, changes)))
