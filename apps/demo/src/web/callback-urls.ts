import { type SandboxControl, SNAP_ACQUIRERS } from "@qriskit/sandbox"
import { callbackTailOf } from "./acquirers/offered-snap.js"
import { loopbackOrigin, type Settings } from "./settings.js"
import type { CallbackUrls } from "./stage.js"

/** The sandbox calls back on this machine; real acquirers only where this server can be reached from outside. */
export const callbackUrlsOf = (settings: Settings, isPlay: boolean): CallbackUrls => {
  const origin = isPlay ? loopbackOrigin(settings) : settings.PUBLIC_URL?.replace(/\/$/, "")
  return (provider, account) =>
    origin &&
    [`${origin}/webhooks/qris/${provider}`, ...(account === undefined ? [] : [account])].join("/") +
      callbackTailOf(provider)
}

/** What a dashboard does for acquirers whose payments name no address of their own. */
export const announceTo = async (
  sandbox: SandboxControl,
  callbackUrls: CallbackUrls,
  hasBranches: boolean,
): Promise<void> => {
  const account = hasBranches ? "{account}" : undefined
  for (const acquirer of ["zipay", "midtrans", "xendit"] as const) {
    const url = callbackUrls(acquirer, account)
    if (url !== undefined) await sandbox[acquirer].setCallbackUrl(url)
  }
  for (const acquirer of SNAP_ACQUIRERS) {
    const url = callbackUrls(`snap-${acquirer}`, account)
    if (url !== undefined) await sandbox.snap.setCallbackUrl(acquirer, url)
  }
}
