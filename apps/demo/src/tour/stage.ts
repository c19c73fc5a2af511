import type { PromiseProvider } from "@qriskit/core/promise"
import { createIfortepay, type IfortepayClient } from "@qriskit/provider-ifortepay/promise"
import { createMidtrans, type MidtransClient } from "@qriskit/provider-midtrans/promise"
import { paydia } from "@qriskit/provider-snap/presets"
import { createSnap, type SnapClient } from "@qriskit/provider-snap/promise"
import { createXendit, type XenditClient } from "@qriskit/provider-xendit/promise"
import { createZipay, type ZipayClient } from "@qriskit/provider-zipay/promise"
import { type Sandbox, startSandbox } from "@qriskit/sandbox"
import { type CallbackServer, startCallbackServer } from "./callback-server.js"
import type { Narrator } from "./narrator.js"
import { openShop, type Shop, type Verdict } from "./shop.js"
import { openWatchedTransport } from "./watched-transport.js"

/** Everything a tour plays with: the acquirers, a client of each, a shop and its callback server. */
export interface Stage extends AsyncDisposable {
  readonly sandbox: Sandbox
  readonly ifortepay: IfortepayClient
  readonly zipay: ZipayClient
  readonly midtrans: MidtransClient
  readonly xendit: XenditClient
  readonly paydia: SnapClient<typeof paydia>
  readonly shop: Shop
  readonly callbacks: CallbackServer
  /** What the shop made of callbacks since this was last asked. */
  verdicts(): ReadonlyArray<Verdict>
}

/** How long the tour waits for a silent provider, in milliseconds. */
const PATIENCE = 800

export const setStage = async (narrator: Narrator): Promise<Stage> => {
  const sandbox = await startSandbox({ seed: 2026 })
  const { transport, close } = openWatchedTransport(({ message, outcome }) =>
    narrator.tell("network", `attempt failed: ${message}, ${outcome.replace("_", " ")}`),
  )
  const timeouts = { headers: PATIENCE }
  const ifortepay = createIfortepay({ ...sandbox.ifortepay, timeouts }, { transport })
  const zipay = createZipay({ ...sandbox.zipay, timeouts }, { transport })
  const midtrans = createMidtrans({ ...sandbox.midtrans, timeouts }, { transport })
  const xendit = createXendit({ ...sandbox.xendit, qrCheck: "strict", timeouts }, { transport })

  const shop = openShop()
  const heard: Array<Verdict> = []
  const providers: Array<PromiseProvider> = [ifortepay, zipay, midtrans, xendit]
  const callbacks = await startCallbackServer(shop, providers, (provider, verdict) => {
    heard.push(verdict)
    narrator.tell(
      "callback",
      verdict.kind === "believed"
        ? `from ${provider.capabilities.title}: claims ${verdict.claimed}; the inquiry says ${verdict.found}`
        : `refused: ${verdict.why}`,
    )
  })
  // Some acquirers that speak SNAP sign the address that they were given: the client has to know it.
  const notificationUrl = `${callbacks.address(paydia)}${paydia.notification.tails[0]}`
  const overSnap = createSnap(
    { profile: paydia, ...sandbox.snap.paydia, notificationUrl, timeouts },
    { transport },
  )
  providers.push(overSnap)
  await sandbox.control.snap.setCallbackUrl("paydia", notificationUrl)
  await sandbox.control.zipay.setCallbackUrl(callbacks.address(zipay))
  await sandbox.control.midtrans.setCallbackUrl(callbacks.address(midtrans))
  await sandbox.control.xendit.setCallbackUrl(callbacks.address(xendit))

  return {
    sandbox,
    ifortepay,
    zipay,
    midtrans,
    xendit,
    paydia: overSnap,
    shop,
    callbacks,
    verdicts: () => heard.splice(0),
    [Symbol.asyncDispose]: async () => {
      await callbacks.close()
      await close()
      await sandbox.close()
    },
  }
}
