import type { Environment } from "@qriskit/core/provider-kit"
import type { ProviderInput } from "@qriskit/payments"

/** A provider's client, which is closed by whoever made it. */
export type Client = ProviderInput & { close(): Promise<void> }

/** Makes a client from the environment. Throws `InvalidConfiguration`, which names variables and never values. */
type Load = (environment: Environment) => Promise<Client>

const SNAP = "snap-"

// Each is loaded only when somebody has to be asked.
const ACQUIRERS: Readonly<Record<string, Load>> = {
  ifortepay: async (environment) =>
    (await import("@qriskit/provider-ifortepay/promise")).fromEnv(environment),
  midtrans: async (environment) => (await import("@qriskit/provider-midtrans/promise")).fromEnv(environment),
  xendit: async (environment) => (await import("@qriskit/provider-xendit/promise")).fromEnv(environment),
  zipay: async (environment) => (await import("@qriskit/provider-zipay/promise")).fromEnv(environment),
}

const overSnap = async (id: string): Promise<Load | undefined> => {
  const presets = Object.values(await import("@qriskit/provider-snap/presets"))
  const preset = presets.find((candidate) => candidate.id === id)
  return preset === undefined
    ? undefined
    : async (environment) => (await import("@qriskit/provider-snap/promise")).fromEnv(preset, environment)
}

/** How the client of a provider is made from the environment; `undefined` where this tool knows none of that name. */
export const acquirerOf = async (id: string): Promise<Load | undefined> =>
  id.startsWith(SNAP) ? overSnap(id) : Object.hasOwn(ACQUIRERS, id) ? ACQUIRERS[id] : undefined
