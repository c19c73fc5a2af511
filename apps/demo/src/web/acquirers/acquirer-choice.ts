import type { Capabilities } from "@qriskit/core"
import type { QrisClient } from "@qriskit/nestjs"
import { isOverSnap } from "./offered-snap.js"

/** Who makes the QR: a provider, and the acquirer behind it where there are several. */
export interface AcquirerChoice {
  /** What a form names it: `ifortepay:NOBU`, `zipay`. */
  readonly id: string
  readonly provider: string
  readonly channel: string | undefined
  readonly title: string
  /** One of the many that speak SNAP. */
  readonly isOverSnap: boolean
  /** In rupiah. */
  readonly minimum: number | undefined
  readonly maximum: number | undefined
  readonly capabilities: Capabilities
}

/** Every choice that the providers offer, in their order. */
export const acquirerChoices = (clients: ReadonlyArray<QrisClient>): ReadonlyArray<AcquirerChoice> =>
  clients.flatMap(({ id, capabilities }): ReadonlyArray<AcquirerChoice> => {
    const { title, amount, channels } = capabilities
    const common = { provider: id, isOverSnap: isOverSnap(id), minimum: amount.minimum, capabilities }
    if (channels.length === 0) return [{ ...common, id, channel: undefined, title, maximum: amount.maximum }]
    return channels.map((channel) => ({
      ...common,
      id: `${id}:${channel.id}`,
      channel: channel.id,
      title: `${title} · ${channel.id}`,
      maximum: channel.maximumAmount ?? amount.maximum,
    }))
  })
