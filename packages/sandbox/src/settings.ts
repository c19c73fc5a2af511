import * as v from "valibot"
import { LATEST } from "./clock.js"
import { describeIssues, flag, strict, text, wholeNumber } from "./decode.js"
import { type IfortepaySettings, ifortepayDefaults, ifortepaySchema } from "./ifortepay/settings.js"
import type { Provider } from "./ledger.js"
import { type MidtransSettings, midtransDefaults, midtransSchema } from "./midtrans/settings.js"
import { SandboxError } from "./sandbox-error.js"
import { type SnapSettings, snapDefaults, snapSchema } from "./snap/settings.js"
import { type XenditSettings, xenditDefaults, xenditSchema } from "./xendit/settings.js"
import { type ZipaySettings, zipayDefaults, zipaySchema } from "./zipay/settings.js"

/** What `startSandbox` takes. Everything has a default. */
export interface SandboxOptions {
  /** Every id follows from it: 0 (default) to 2^53 - 1. */
  readonly seed?: number
  /** `real` (default) runs by itself; `manual` stands still until the control plane moves it. */
  readonly clock?: "real" | "manual"
  /** Where a manual clock starts. Default: now. */
  readonly startAt?: Date
  /** Default 0: any free port. */
  readonly port?: number
  /** Default `127.0.0.1`. */
  readonly host?: string
  /** Serve the control plane and the phone page on a host that is not loopback. Default false. */
  readonly exposeControl?: boolean
  /** Names besides loopback and `host` under which the control plane answers, such as a container's. Default: none. */
  readonly controlHosts?: ReadonlyArray<string>
  /** Hosts besides loopback that callbacks may go to: names, or `*` for any. Default: none. */
  readonly allowCallbackHosts?: ReadonlyArray<string>
  /** How long a merchant may take to answer a callback, in milliseconds of real time. Default 5,000. */
  readonly callbackTimeoutMs?: number
  /** Requests that the journal and attempts that the callback log remember. Default 1,000. */
  readonly journalLimit?: number
  /** Payments that the ledger remembers; the oldest is forgotten first. Default 50,000. */
  readonly ledgerLimit?: number
  readonly ifortepay?: Partial<IfortepaySettings>
  readonly zipay?: Partial<ZipaySettings>
  readonly midtrans?: Partial<MidtransSettings>
  readonly xendit?: Partial<XenditSettings>
  /** Of every acquirer that speaks SNAP. */
  readonly snap?: Partial<SnapSettings>
}

export type SandboxSettings = Required<Omit<SandboxOptions, Provider | "snap">> & {
  readonly ifortepay: IfortepaySettings
  readonly zipay: ZipaySettings
  readonly midtrans: MidtransSettings
  readonly xendit: XenditSettings
  readonly snap: SnapSettings
}

export const seedSchema = wholeNumber(0, Number.MAX_SAFE_INTEGER)

const settingsSchema = strict({
  seed: seedSchema,
  clock: v.picklist(["real", "manual"]),
  startAt: v.pipe(
    v.date("must be a Date"),
    v.minValue(new Date(0), "must not be before 1970"),
    v.maxValue(LATEST, "must not be after 9899"),
  ),
  port: wholeNumber(0, 65_535),
  host: text(255),
  exposeControl: flag,
  controlHosts: v.array(text(255)),
  allowCallbackHosts: v.array(text(255)),
  callbackTimeoutMs: wholeNumber(1, 600_000),
  journalLimit: wholeNumber(1, 1_000_000),
  ledgerLimit: wholeNumber(1, 1_000_000),
  ifortepay: ifortepaySchema,
  zipay: zipaySchema,
  midtrans: midtransSchema,
  xendit: xenditSchema,
  snap: snapSchema,
}) satisfies v.GenericSchema<unknown, SandboxSettings>

/**
 * Options with their defaults.
 *
 * @throws SandboxError `invalid_settings`, naming every field that is wrong
 */
export function decodeSettings(options: SandboxOptions): SandboxSettings {
  if (options.startAt !== undefined && options.clock !== "manual") {
    throw new SandboxError("invalid_settings", 'startAt needs clock: "manual"; a real clock starts now.')
  }
  const decoded = v.safeParse(settingsSchema, {
    seed: 0,
    clock: "real",
    startAt: new Date(),
    port: 0,
    host: "127.0.0.1",
    exposeControl: false,
    controlHosts: [],
    allowCallbackHosts: [],
    callbackTimeoutMs: 5_000,
    journalLimit: 1_000,
    ledgerLimit: 50_000,
    ...options,
    ifortepay: { ...ifortepayDefaults, ...options.ifortepay },
    zipay: { ...zipayDefaults, ...options.zipay },
    midtrans: { ...midtransDefaults, ...options.midtrans },
    xendit: { ...xenditDefaults, ...options.xendit },
    snap: { ...snapDefaults, ...options.snap },
  })
  if (decoded.success) return decoded.output
  throw new SandboxError(
    "invalid_settings",
    `The sandbox's settings are wrong. ${describeIssues(decoded.issues)}`,
  )
}
