import * as v from "valibot"
import { duration, httpUrl, strict, text, wholeNumber } from "../decode.js"
import { SNAP_ACQUIRERS, type SnapAcquirer } from "./names.js"

/** How the emulated SNAP acquirers are set up, all of them alike. */
export interface SnapSettings {
  /** X-CLIENT-KEY of a token call, which is signed over it. */
  readonly clientId: string
  /** X-PARTNER-ID of every other call. */
  readonly partnerId: string
  /** Signs calls and callbacks, where an acquirer signs with HMAC. */
  readonly clientSecret: string
  readonly merchantId: string
  /** What the merchant has besides: `storeId`, `terminalId` and so on, one text for all. */
  readonly storeId: string
  readonly terminalId: string
  /** The name in the QR: at most 25 characters. */
  readonly merchantName: string
  /** The client id that an acquirer has with the merchant, where it asks for a token before it calls back. */
  readonly inboundClientId: string
  /** The least and the most a QR may ask, in rupiah. Defaults 1 and 10,000,000. */
  readonly minAmount: number
  readonly maxAmount: number
  /** Default 900 (15 minutes). */
  readonly tokenLifetimeSeconds: number
  /** Days within which Midtrans refunds. Default 45. */
  readonly refundDays: number
  /** How answers write their code: as text, as a number, or in eight digits as some samples do. Default "text". */
  readonly codeAs: "text" | "number" | "eight digits"
  /** How the life of a token is written, or left out. Default "text". */
  readonly expiresInAs: "text" | "number" | "absent"
  /**
   * How callbacks are written: compact, indented, with escapes that a parser would not give back, or with the JSON text
   * in DANA's `extendInfo` put in as it is, so that the whole is no JSON any more. Default "compact".
   */
  readonly callbacksAs: "compact" | "indented" | "escaped" | "malformed extendInfo"
  /**
   * Waits before each repetition of a callback that was not taken, of acquirers whose documents name none. Default one,
   * five and fifteen minutes.
   */
  readonly callbackRetryDelaysMs: ReadonlyArray<number>
  /** Whether a create's answer has the QR's text; without it there is the address of a picture. Default true. */
  readonly qrContent: boolean
  /** Where each acquirer announces payments. Not set by default. */
  readonly callbackUrls: Readonly<Partial<Record<SnapAcquirer, string>>>
}

export const snapDefaults: SnapSettings = {
  clientId: "SNAP-CLIENT-0001",
  partnerId: "SNAP-PARTNER-0001",
  clientSecret: "snap-sandbox-client-secret",
  merchantId: "0000010190001",
  storeId: "STORE-1",
  terminalId: "TERM01",
  merchantName: "TOKO CONTOH",
  inboundClientId: "SNAP-INBOUND-0001",
  minAmount: 1,
  maxAmount: 10_000_000,
  tokenLifetimeSeconds: 900,
  refundDays: 45,
  codeAs: "text",
  expiresInAs: "text",
  callbacksAs: "compact",
  callbackRetryDelaysMs: [60_000, 300_000, 900_000],
  qrContent: true,
  callbackUrls: {},
}

export const snapSchema = strict({
  clientId: text(64),
  partnerId: text(36),
  clientSecret: text(255),
  merchantId: text(64),
  storeId: text(64),
  terminalId: text(16),
  merchantName: text(25),
  inboundClientId: text(64),
  minAmount: wholeNumber(1, 10_000_000),
  maxAmount: wholeNumber(1, 10_000_000),
  tokenLifetimeSeconds: wholeNumber(1, 86_400),
  refundDays: wholeNumber(0, 3_660),
  codeAs: v.picklist(["text", "number", "eight digits"]),
  expiresInAs: v.picklist(["text", "number", "absent"]),
  callbacksAs: v.picklist(["compact", "indented", "escaped", "malformed extendInfo"]),
  callbackRetryDelaysMs: v.pipe(v.array(duration), v.maxLength(20, "at most 20 repetitions")),
  qrContent: v.boolean("must be true or false"),
  callbackUrls: v.record(v.picklist(SNAP_ACQUIRERS), httpUrl),
}) as v.GenericSchema<unknown, SnapSettings>
