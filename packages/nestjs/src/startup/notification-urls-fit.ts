import type { ApplicationConfig } from "@nestjs/core"
import type { QrisRegistration } from "../registration.js"
import { QrisSetupError } from "../setup-error.js"
import { mountedPath, versionPrefix } from "./mounted-path.js"

/** The last segment in front of our path, where it is a version. Callbacks' paths have none. */
const versionBefore = (front: string, prefix: string | undefined): string | undefined => {
  const last = front.split("/").at(-1) ?? ""
  if (prefix === undefined || !last.startsWith(prefix)) return undefined
  return /^\d[\w.-]*$/.test(last.slice(prefix.length)) ? last : undefined
}

const checkAddress = (text: string, id: string, path: string, config: ApplicationConfig): void => {
  const { pathname } = new URL(text)
  if (!pathname.endsWith(`/${path}`)) {
    throw new QrisSetupError(
      `notificationUrls["${id}"] must end in /${path}, where its callbacks are received; otherwise set webhooks: { prefix: "..." } to what it ends in.`,
    )
  }
  const version = versionBefore(pathname.slice(0, -path.length - 1), versionPrefix(config))
  if (version !== undefined) {
    throw new QrisSetupError(
      `notificationUrls["${id}"] holds the version ${version}, and callbacks are received without one: write it without /${version}.`,
    )
  }
}

/** `publicUrl` of one registration, which is an origin and perhaps a path that a proxy takes away. */
const publicBase = (text: string): string => {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new QrisSetupError(
      `publicUrl of QrisModule must be the absolute URL where this application is reached, such as https://toko.example.`,
    )
  }
  const { origin, pathname } = new URL(text)
  return `${origin}${pathname}`.replace(/\/+$/, "")
}

/**
 * Checks configured callback addresses, and makes the others from `publicUrl`.
 *
 * @throws QrisSetupError where one is none that this application answers
 */
export const checkNotificationUrls = (registration: QrisRegistration, config: ApplicationConfig): void => {
  const { notificationUrls = {}, publicUrl } = registration.options
  for (const [id, text] of Object.entries(notificationUrls)) {
    // What accounts alone can do is known once one is loaded: an address that they take none of is not sent.
    const capabilities = registration.accounts.has(id)
      ? registration.clients.get(id)?.capabilities
      : registration.client(id).capabilities
    if (capabilities?.notificationUrl.supported === false) {
      const { title, notificationUrl } = capabilities
      throw new QrisSetupError(
        `${title} takes no callback address per payment (${notificationUrl.why}): remove "${id}" from notificationUrls.`,
      )
    }
    if (!URL.canParse(text)) {
      throw new QrisSetupError(
        `notificationUrls["${id}"] must be an absolute URL, such as https://toko.example/...`,
      )
    }
    const path = registration.webhookPath(id)
    if (path !== undefined) checkAddress(text, id, mountedPath(config, path), config)
  }
  if (publicUrl === undefined) return
  const base = publicBase(publicUrl)
  const made = registration.webhookPaths.map(
    ({ id, path }) => [id, `${base}/${mountedPath(config, path)}`] as const,
  )
  registration.setAddresses(new Map(made))
}
