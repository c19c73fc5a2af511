import { parse } from "@qriskit/payload"
import type { Provider } from "../ledger.js"
import type { Dialect } from "../wire.js"

/** A printed QR that was scanned: whose it is, and the amount that a merchant's program put into it. */
export interface PrintedQr {
  readonly provider: Provider
  /** Rupiah; absent where the customer types it. */
  readonly amount?: number
}

/** What a merchant's program changes where it puts an amount into a printed code: 01, 54 and the CRC. */
const CHANGED: ReadonlyArray<string> = ["01", "54", "63"]

/** What tells one printed code from another, whatever amount it carries. */
function essence(qrPayload: string): { readonly rest: string; readonly amount?: number } | undefined {
  const parsed = parse(qrPayload)
  if (!parsed.ok || parsed.payload.crc?.isValid !== true) return undefined
  const rest = parsed.payload.objects
    .filter(({ tag }) => !CHANGED.includes(tag))
    .map(({ tag, value }) => `${tag} ${value}`)
    .join("\n")
  const text = parsed.payload.value("54")
  return text === undefined ? { rest } : { rest, amount: Number(text) }
}

/** Reads a printed QR of these acquirers, with or without an amount in it; `undefined` where it is none of theirs. */
export function printedQrIn(
  dialects: Iterable<Pick<Dialect, "provider" | "staticQr">>,
  qrPayload: string,
): PrintedQr | undefined {
  const scanned = essence(qrPayload)
  if (scanned === undefined) return undefined
  for (const { provider, staticQr } of dialects) {
    if (essence(staticQr)?.rest !== scanned.rest) continue
    return scanned.amount === undefined ? { provider } : { provider, amount: scanned.amount }
  }
  return undefined
}
