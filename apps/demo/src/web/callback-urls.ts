import type { SandboxControl } from "@qriskit/sandbox"
import { loopbackOrigin, type Settings } from "./settings.js"
import type { CallbackUrls } from "./stage.js"

/** The sandbox calls back on this machine; real acquirers only where this server can be reached from outside. */
export const callbackUrlsOf = (settings: Settings, isPlay: boolean): CallbackUrls => {
  const origin = isPlay ? loopbackOrigin(settings) : settings.PUBLIC_URL?.replace(/\/$/, "")
  return (provider, account) =>
    origin && [`${origin}/webhooks/qris/${provider}`, ...(account === undefined ? [] : [account])].join("/")
}

/** What a dashboard does for acquirers whose payments name no address of their own. */
export const announceTo = async (
  sandbox: SandboxControl,
  callbackUrls: CallbackUrls,
  hasBranches: boolean,
): Promise<void> => {
  for (const acquirer of ["zipay", "midtrans", "xendit"] as const) {
    const url = callbackUrls(acquirer, hasBranches ? "{account}" : undefined)
    if (url !== undefined) await sandbox[acquirer].setCallbackUrl(url)
  }
}
