import type { QrisClient } from "@qriskit/nestjs"
import { layerConfigVariables, type SnapConfigInput, type SnapProfileInput } from "@qriskit/provider-snap"
import * as presets from "@qriskit/provider-snap/presets"
import { createSnap, createSnapAccounts, type SnapMerchantInput } from "@qriskit/provider-snap/promise"
import type { Accounts, Fields, OfferedProvider } from "./offered-provider.js"

/** Every acquirer that speaks SNAP and is documented well enough for a preset. */
const PRESETS: ReadonlyArray<SnapProfileInput> = [
  presets.midtrans,
  presets.nicepay,
  presets.doku,
  presets.dana,
  presets.bri,
  presets.winpay,
  presets.paydia,
  presets.shopeepay,
  presets.ifortepay,
]

/** `settings.storeId` is a field of a field. */
const grouped = (fields: Fields): Readonly<Record<string, unknown>> => {
  const groups = new Map<string, Record<string, string>>()
  const plain: Array<readonly [string, unknown]> = []
  for (const [path, value] of Object.entries(fields)) {
    const [group = "", name] = path.split(".")
    if (name === undefined) plain.push([path, value])
    else groups.set(group, { ...groups.get(group), [name]: value })
  }
  return Object.fromEntries([...plain, ...groups])
}

export const isOverSnap = (provider: string): boolean => PRESETS.some(({ id }) => id === provider)

/** Where an acquirer's callbacks end, below the address that it was given: what some of them sign. */
export const callbackTailOf = (provider: string): string =>
  PRESETS.find(({ id }) => id === provider)?.notification?.tails?.[0] ?? ""

/** The acquirers that speak SNAP. What a client is given is decoded by it, field by field. */
export const OFFERED_SNAP: ReadonlyArray<OfferedProvider> = PRESETS.map((profile) => ({
  id: profile.id,
  variables: layerConfigVariables(profile),
  create: (fields): QrisClient => createSnap({ ...grouped(fields), profile } as unknown as SnapConfigInput),
  createAccounts: (load): Accounts =>
    createSnapAccounts({
      profile,
      load: (account) => {
        const fields = load(account)
        return fields && (grouped(fields) as unknown as SnapMerchantInput)
      },
    }),
}))
