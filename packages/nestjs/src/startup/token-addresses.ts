import type { ApplicationConfig } from "@nestjs/core"
import { isGivingTokens } from "@qriskit/http/webhook-kit"
import type { QrisRegistration } from "../registration.js"
import { mountedPath } from "./mounted-path.js"

/** What to give to each acquirer that asks for a token of ours before it calls back: a sentence each, to be logged. */
export const tokenAddresses = (
  registration: QrisRegistration,
  config: ApplicationConfig,
): ReadonlyArray<string> =>
  registration.webhookPaths.flatMap(({ id, path }) => {
    const client = registration.clients.get(id)
    if (client === undefined || !isGivingTokens(client)) return []
    const address = registration.addressOf(id) ?? `https://<this application>/${mountedPath(config, path)}`
    return `${client.capabilities.title} asks this application for a token before it calls back: give it ${address}${client.tokenEndpoint.path} for that, and for its callbacks an address that begins with ${address}.`
  })
