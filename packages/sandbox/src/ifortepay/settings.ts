import * as v from "valibot"
import { duration, flag, httpUrl, rupiah, strict, text, wholeNumber } from "../decode.js"

/** How the emulated iFortepay is set up. Defaults that no document states are this project's; the README lists them. */
export interface IfortepaySettings {
  readonly merchantId: string
  readonly secretUnboundId: string
  readonly hashKey: string
  /** The sub-merchant that the header `sub-merchant-id` may name; it signs with its own hash key. */
  readonly subMerchant: { readonly id: string; readonly hashKey: string }
  /** Tag 59 of the QR. Default `TOKO CONTOH`. */
  readonly merchantName: string
  /** The most a QR may ask, in rupiah. Defaults: NOBU 10,000,000, SHOPEEPAY 5,000,000 (full KYC). */
  readonly maxAmount: { readonly NOBU: number; readonly SHOPEEPAY: number }
  /**
   * How far outside 15 to 60 minutes an `expired_time` may lie before it is refused, in milliseconds. Default 30,000.
   */
  readonly expiryToleranceMs: number
  /** Refuse requests without `x-version: v3`. Default false. */
  readonly requireVersion: boolean
  /** Refuse a create without `callback_url`. Default false. */
  readonly requireCallbackUrl: boolean
  /** Answers flat (default), or with everything but the codes inside `data`. */
  readonly envelope: "flat" | "data"
  /** The code that refuses to cancel what is not ACTIVE. Default `01`. */
  readonly cancelRefusalCode: "01" | "03"
  /** Send a callback when a QR expires. Default true. */
  readonly expiredCallback: boolean
  /** Send a callback when a QR is canceled. Default false. */
  readonly canceledCallback: boolean
  /** Include the sub-merchant's id in `mcp-signature`. Default true. */
  readonly signSubMerchant: boolean
  /** Waits before each repetition of a callback, in milliseconds. Default 1, 5 and 15 minutes. */
  readonly callbackRetryDelaysMs: ReadonlyArray<number>
  /** Where payments on the static QR are announced. Not set by default. */
  readonly staticCallbackUrl?: string
}

export const ifortepayDefaults: IfortepaySettings = {
  merchantId: "IFP0000000001",
  secretUnboundId: "0x00112233445566778899",
  hashKey: "testHashKey0123456789abcdef/+=",
  subMerchant: { id: "SUBMERCHANT01", hashKey: "testSubHashKey0123456789abcdef/+=" },
  merchantName: "TOKO CONTOH",
  maxAmount: { NOBU: 10_000_000, SHOPEEPAY: 5_000_000 },
  expiryToleranceMs: 30_000,
  requireVersion: false,
  requireCallbackUrl: false,
  envelope: "flat",
  cancelRefusalCode: "01",
  expiredCallback: true,
  canceledCallback: false,
  signSubMerchant: true,
  // Three repetitions [DOC]; how long apart is [NOT FOUND].
  callbackRetryDelaysMs: [60_000, 300_000, 900_000],
}

export const ifortepaySchema = strict({
  merchantId: text(64),
  secretUnboundId: text(255),
  hashKey: text(255),
  subMerchant: strict({ id: text(64), hashKey: text(255) }),
  merchantName: text(25),
  maxAmount: strict({ NOBU: rupiah, SHOPEEPAY: rupiah }),
  expiryToleranceMs: wholeNumber(0, 600_000),
  requireVersion: flag,
  requireCallbackUrl: flag,
  envelope: v.picklist(["flat", "data"]),
  cancelRefusalCode: v.picklist(["01", "03"]),
  expiredCallback: flag,
  canceledCallback: flag,
  signSubMerchant: flag,
  callbackRetryDelaysMs: v.pipe(v.array(duration), v.maxLength(20, "at most 20 repetitions")),
  staticCallbackUrl: v.exactOptional(httpUrl),
}) satisfies v.GenericSchema<unknown, IfortepaySettings>
