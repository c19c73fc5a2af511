import type { ApplicationConfig } from "@nestjs/core"
import type { QrisRegistration } from "../registration.js"

const nameOf = (guard: unknown): string =>
  typeof guard === "function" ? guard.name : (Object(guard).constructor?.name ?? "a guard")

/** The application's guards, by their classes. */
const globalGuards = (config: ApplicationConfig): ReadonlyArray<string> => [
  ...config.getGlobalGuards().map(nameOf),
  // Nest makes these for each request; their class is known.
  ...config.getGlobalRequestGuards().map(({ metatype }) => nameOf(metatype)),
]

/** A provider has no token and no session, and all its callbacks come from few addresses. */
const guardWarning = (registration: QrisRegistration, config: ApplicationConfig): string | undefined => {
  const guards = globalGuards(config)
  const isExempt = (registration.webhooks?.decorators.length ?? 0) > 0
  if (guards.length === 0 || isExempt) return undefined
  const names = guards.join(", ")
  return `${names} guards the whole application, callbacks under /${registration.webhooks?.prefix} included, and a callback that is refused is money that nobody hears of: write webhooks: { decorators: [...] } in the options of QrisModule, with what exempts a controller from it, such as SkipThrottle() or your Public().`
}

/** A provider that learns from each payment where its callbacks go, and is told nowhere. */
const addressWarnings = ({ clients, options }: QrisRegistration): ReadonlyArray<string> =>
  [...clients.values()]
    .filter(({ capabilities }) => capabilities.notificationUrl.supported)
    .filter(({ id }) => options.publicUrl === undefined && options.notificationUrls?.[id] === undefined)
    .map(
      ({ capabilities: { title } }) =>
        `${title} learns from each payment where to send its callback, and none is configured: write publicUrl: "https://toko.example" in the options of QrisModule, or give every payment a notificationUrl.`,
    )

/** What lets an application start and may lose its callbacks, in a sentence each. */
export const webhookWarnings = (
  registration: QrisRegistration,
  config: ApplicationConfig,
): ReadonlyArray<string> => {
  const guard = guardWarning(registration, config)
  return [...(guard === undefined ? [] : [guard]), ...addressWarnings(registration)]
}
