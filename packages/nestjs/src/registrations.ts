import type { DiscoveryService } from "@nestjs/core"
import { QrisRegistration } from "./registration.js"

/** Every registration of the application, in the order of their modules. */
export const registrationsIn = (discovery: DiscoveryService): ReadonlyArray<QrisRegistration> =>
  discovery
    .getProviders()
    .map((host): unknown => host.instance)
    .filter((instance) => instance instanceof QrisRegistration)
