import type { Sandbox } from "./sandbox.js"
import { SNAP_FACTS } from "./snap/acquirers.js"
import type { SnapCredentials } from "./snap/credentials.js"
import { SNAP_ACQUIRERS, type SnapAcquirer } from "./snap/names.js"

/** Acquirers with a door of their own. */
type Own = "ifortepay" | "zipay" | "midtrans" | "xendit"

/** What the command prints at start: where everything is, and settings to paste. */
export function banner(sandbox: Pick<Sandbox, "url" | Own | "snap">, shown?: SnapAcquirer): string {
  const { url, ifortepay, zipay, midtrans, xendit, snap } = sandbox
  return `qriskit sandbox: iFortepay, Zipay, Midtrans, Xendit and nine acquirers over SNAP, emulated. No money moves.

  iFortepay      ${ifortepay.baseUrl}
  Zipay          ${zipay.baseUrl}
  Midtrans       ${midtrans.baseUrl}
  Xendit         ${xendit.baseUrl}
  SNAP           ${url}/snap-<acquirer>: ${SNAP_ACQUIRERS.join(", ")}
  phone          ${url}/
  control plane  ${url}/_sandbox/

Settings to paste (made up, good for this sandbox only):

IFORTEPAY_BASE_URL=${ifortepay.baseUrl}
IFORTEPAY_MERCHANT_ID=${ifortepay.merchantId}
IFORTEPAY_SECRET_UNBOUND_ID=${ifortepay.secretUnboundId}
IFORTEPAY_HASH_KEY=${ifortepay.hashKey}
IFORTEPAY_CHANNEL=NOBU
ZIPAY_BASE_URL=${zipay.baseUrl}
ZIPAY_USER_ID=${zipay.userId}
ZIPAY_PASSWORD=${zipay.password}
ZIPAY_MERCHANT_ID=${zipay.merchantId}
ZIPAY_MERCHANT_KEY=${zipay.merchantKey}
MIDTRANS_BASE_URL=${midtrans.baseUrl}
MIDTRANS_SERVER_KEY=${midtrans.serverKey}
XENDIT_BASE_URL=${xendit.baseUrl}
XENDIT_SECRET_KEY=${xendit.secretKey}
XENDIT_CALLBACK_TOKEN=${xendit.callbackToken}
${shown === undefined ? "(--snap <acquirer> prints the settings of one that speaks SNAP)" : snapSettings(shown, snap[shown])}

Ctrl-C stops it.`
}

/** A key in one line: base64 of its DER. */
const oneLine = (pem: string): string => pem.replace(/-----[^-]+-----|\s/g, "")

const variable = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase()

function snapSettings(acquirer: SnapAcquirer, credentials: SnapCredentials): string {
  const { privateKey, acquirerKeys, settings, inbound, ...fields } = credentials
  const asksForTokens = SNAP_FACTS[acquirer].callback.tokenTail !== undefined
  const values = {
    ...fields,
    privateKey: oneLine(privateKey),
    acquirerKeys: oneLine(acquirerKeys),
    ...settings,
    ...(asksForTokens && { inboundClientId: inbound.clientId, inboundSecret: inbound.secret }),
  }
  return Object.entries(values)
    .map(([name, value]) => `SNAP_${acquirer.toUpperCase()}_${variable(name)}=${value}`)
    .join("\n")
}
