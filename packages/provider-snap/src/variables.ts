import type { InvalidConfiguration } from "@qriskit/core"
import type * as Result from "effect/Result"
import { decodeConfig, type SnapConfig, type SnapConfigInput } from "./config.js"
import type { SnapProfileInput } from "./profile.js"

const FIELDS = [
  "environment",
  "baseUrl",
  "tokenUrl",
  "emulatorUrl",
  "clientId",
  "partnerId",
  "merchantId",
  "clientSecret",
  "privateKey",
  "acquirerKeys",
  "notificationUrl",
  "timeZone",
] as const

const toVariable = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase()

/** The settings that a profile's bodies and headers name, and the one that chooses a channel. */
const settingsOf = (profile: SnapProfileInput): ReadonlyArray<string> => {
  const named = JSON.stringify(profile).matchAll(/\{settings\.(\w+)\??\}/g)
  const channel = profile.channel === undefined ? [] : [profile.channel.setting]
  return [...new Set([...[...named].map(([, name = ""]) => name), ...channel])]
}

const inbound = { "inbound.clientId": "INBOUND_CLIENT_ID", "inbound.secret": "INBOUND_SECRET" } as const

/**
 * The environment variables that `layerConfig` and `fromEnv` read for a profile: `SNAP_MIDTRANS_CLIENT_ID` for the
 * preset `snap-midtrans`, one for each setting too (`SNAP_MIDTRANS_CHANNEL_ID`). A key may stand in one as PEM, with
 * line ends or with `\n` in their place, or as base64 of its DER.
 */
export const layerConfigVariables = (profile: SnapProfileInput): Readonly<Record<string, string>> => {
  const prefix = profile.id.toUpperCase().replaceAll("-", "_")
  return {
    ...Object.fromEntries(FIELDS.map((field) => [field, `${prefix}_${toVariable(field)}`])),
    ...Object.fromEntries(
      settingsOf(profile).map((name) => [`settings.${name}`, `${prefix}_${toVariable(name)}`]),
    ),
    ...(profile.inboundToken &&
      Object.fromEntries(Object.entries(inbound).map(([field, name]) => [field, `${prefix}_${name}`]))),
  }
}

/** Dotted names become objects. */
const nested = (flat: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  const whole: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(flat)) {
    const [group = "", field] = name.split(".")
    if (field === undefined) whole[name] = value
    else whole[group] = { ...(whole[group] as object | undefined), [field]: value }
  }
  return whole
}

/** Decodes what the variables of a profile hold, by its dotted names. */
export const decodeVariables =
  <P extends SnapProfileInput>(profile: P) =>
  (flat: unknown): Result.Result<SnapConfig<P>, InvalidConfiguration> =>
    // Decoded here: whatever the variables hold is checked field by field.
    decodeConfig({
      ...nested(flat as Readonly<Record<string, unknown>>),
      profile,
    } as unknown as SnapConfigInput<P>)
