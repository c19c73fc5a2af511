import type { FrontDoorOptions } from "@qriskit/core/promise"
import type { Environment } from "@qriskit/core/provider-kit"
import * as Ifortepay from "@qriskit/provider-ifortepay/promise"
import * as Midtrans from "@qriskit/provider-midtrans/promise"
import * as presets from "@qriskit/provider-snap/presets"
import * as Snap from "@qriskit/provider-snap/promise"
import * as Xendit from "@qriskit/provider-xendit/promise"
import * as Zipay from "@qriskit/provider-zipay/promise"
import type { Sandbox } from "@qriskit/sandbox"
import type { Client } from "./client.js"

/** How an acquirer is met: with the user's account, and as our own reading of it. */
export interface Acquirer {
  readonly title: string
  /** What its environment variables begin with. */
  readonly prefix: string
  /** With the user's credentials. Throws `InvalidConfiguration`. */
  ofUser(environment: Environment, options: FrontDoorOptions): Client
  /** Over the sandbox, which is written from the same documents as the provider, by another hand. */
  ofReading(sandbox: Sandbox, options: FrontDoorOptions): Client
  /** Where the user tells the acquirer its callback address, if a create cannot. */
  readonly callbackAddress: string
  /** What a create must have beside amount and id. */
  readonly request: Omit<Parameters<Client["create"]>[0], "amount" | "externalId" | "expiresAt">
  /** Whether a create can say when the QR ends. */
  readonly takesExpiry: boolean
}

/** By name, as the command has them. */
const PRESETS = { ...presets }

/** An acquirer over SNAP is its preset. */
const overSnap = (name: keyof typeof presets): Acquirer => ({
  title: `${PRESETS[name].title} over SNAP`,
  prefix: `SNAP_${name.toUpperCase()}_`,
  ofUser: (environment, options) => Snap.fromEnv(PRESETS[name], environment, options),
  ofReading: ({ snap }, options) => Snap.createSnap({ profile: PRESETS[name], ...snap[name] }, options),
  callbackAddress: "must be registered with the acquirer, where a create cannot name it",
  request: {},
  takesExpiry: true,
})

/** Every acquirer that can be examined, by the word of the command. */
export const ACQUIRERS: Readonly<Record<string, Acquirer>> = {
  ifortepay: {
    title: "iFortepay",
    prefix: "IFORTEPAY_",
    ofUser: Ifortepay.fromEnv,
    ofReading: ({ ifortepay }, options) => Ifortepay.createIfortepay(ifortepay, options),
    callbackAddress: "is sent with the create",
    request: {
      description: "Examination",
      customer: { name: "Pembeli Contoh", email: "pembeli@example.com", phone: "081234567890" },
    },
    takesExpiry: true,
  },
  midtrans: {
    title: "Midtrans",
    prefix: "MIDTRANS_",
    ofUser: Midtrans.fromEnv,
    ofReading: ({ midtrans }, options) => Midtrans.createMidtrans(midtrans, options),
    callbackAddress: "is sent with the create",
    request: {},
    takesExpiry: true,
  },
  xendit: {
    title: "Xendit",
    prefix: "XENDIT_",
    ofUser: Xendit.fromEnv,
    ofReading: ({ xendit }, options) => Xendit.createXendit(xendit, options),
    callbackAddress: "must be set in Xendit's dashboard, under Webhooks",
    request: {},
    takesExpiry: false,
  },
  zipay: {
    title: "Zipay",
    prefix: "ZIPAY_",
    ofUser: Zipay.fromEnv,
    ofReading: ({ zipay }, options) => Zipay.createZipay(zipay, options),
    callbackAddress: "must be registered with Zipay",
    request: {},
    takesExpiry: false,
  },
  ...Object.fromEntries(
    (Object.keys(presets) as ReadonlyArray<keyof typeof presets>).map((name) => [
      `snap-${name}`,
      overSnap(name),
    ]),
  ),
}
