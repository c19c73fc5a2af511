import type { Provider } from "./ledger.js"
import type { Sandbox } from "./sandbox.js"

/** What the command prints at start: where everything is, and settings to paste. */
export function banner({ url, ...acquirers }: Pick<Sandbox, "url" | Provider>): string {
  const { ifortepay, zipay, midtrans, xendit } = acquirers
  return `qriskit sandbox: iFortepay, Zipay, Midtrans and Xendit, emulated. No money moves.

  iFortepay      ${ifortepay.baseUrl}
  Zipay          ${zipay.baseUrl}
  Midtrans       ${midtrans.baseUrl}
  Xendit         ${xendit.baseUrl}
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

Ctrl-C stops it.`
}
