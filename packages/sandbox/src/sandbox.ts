import type { IncomingMessage, ServerResponse } from "node:http"
import { Answering } from "./answering.js"
import { CallbackDelivery } from "./callback-delivery.js"
import { Callbacks } from "./callbacks.js"
import { Clock } from "./clock.js"
import type { SandboxControl } from "./control/control.js"
import { controlOver } from "./control/control-over.js"
import { sendJson, serveControl } from "./control/control-server.js"
import { refusalOf } from "./control/guard.js"
import { performOn } from "./control/perform.js"
import { CONTROL_PREFIX } from "./control/protocol.js"
import type { Workshop } from "./control/workshop.js"
import { FaultScript } from "./fault-script.js"
import { Identity } from "./identity.js"
import { ifortepayWithAccounts } from "./ifortepay/accounts.js"
import { Journal } from "./journal.js"
import { Ledger, PROVIDERS } from "./ledger.js"
import { Listener } from "./listener.js"
import { inUrl, isLoopback } from "./loopback.js"
import { midtransWithAccounts } from "./midtrans/accounts.js"
import { servePhone } from "./phone/phone.js"
import { SandboxError } from "./sandbox-error.js"
import { decodeSettings, type SandboxOptions, type SandboxSettings } from "./settings.js"
import { type SnapCredentials, snapCredentials } from "./snap/credentials.js"
import { snapDialects } from "./snap/dialects.js"
import { SnapKeys } from "./snap/keys.js"
import type { SnapAcquirer } from "./snap/names.js"
import { WireServer } from "./wire-server.js"
import { xenditWithAccounts } from "./xendit/accounts.js"
import { zipayWithAccounts } from "./zipay/accounts.js"

/** A running sandbox. */
export interface Sandbox extends AsyncDisposable {
  /** `http://127.0.0.1:8090`: the phone page, and the base of everything else. */
  readonly url: string
  /** What a client of iFortepay is configured with, as it stands here. */
  readonly ifortepay: {
    readonly baseUrl: string
    readonly merchantId: string
    readonly secretUnboundId: string
    readonly hashKey: string
    readonly channel: "NOBU"
  }
  /** What a client of Zipay is configured with, as it stands here. */
  readonly zipay: {
    readonly baseUrl: string
    readonly userId: string
    readonly password: string
    readonly merchantId: string
    readonly merchantKey: string
  }
  /** What a client of Midtrans is configured with, as it stands here. */
  readonly midtrans: {
    readonly baseUrl: string
    readonly serverKey: string
  }
  /** What a client of Xendit is configured with, as it stands here. */
  readonly xendit: {
    readonly baseUrl: string
    readonly secretKey: string
    readonly callbackToken: string
  }
  /** Below the merchants above: iFortepay's sub-merchant, and the sub-account that `for-user-id` may name at Xendit. */
  readonly subMerchants: {
    readonly ifortepay: { readonly id: string; readonly hashKey: string }
    readonly xendit: { readonly userId: string; readonly callbackToken: string }
  }
  /**
   * What a client of each SNAP acquirer is configured with, beside its profile: `createSnap({ profile,
   * ...sandbox.snap.bri })`.
   */
  readonly snap: Readonly<Record<SnapAcquirer, SnapCredentials>>
  readonly control: SandboxControl
  /** Closes the port and every connection, and breaks off callbacks. Can be called again. */
  close(): Promise<void>
}

/**
 * Starts all acquirers on one port of this machine.
 *
 * @throws SandboxError `invalid_settings`, `port_in_use`
 * @example
 * ```ts
 * import { startSandbox } from "@qriskit/sandbox"
 *
 * await using sandbox = await startSandbox({ seed: 1, clock: "manual" })
 * console.log(sandbox.zipay.baseUrl) // let your application create a payment there, then:
 * const [payment] = await sandbox.control.payments()
 * if (payment !== undefined) await sandbox.control.pay(payment.qrPayload)
 * ```
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const settings = decodeSettings(options)
  const workshop = assemble(settings)
  const { listener, answering, clock, callbacks } = workshop
  await listener.open()

  const url = `http://${inUrl(reachable(settings.host))}:${listener.port}`
  const perform = performOn(workshop)
  let closing: Promise<void> | undefined

  const close = (): Promise<void> => {
    closing ??= (async () => {
      answering.release()
      clock.reset()
      await listener.shut()
      await callbacks.clear()
    })()
    return closing
  }

  const { ifortepay, zipay, midtrans, xendit } = settings
  return {
    url,
    ifortepay: {
      baseUrl: `${url}/ifortepay`,
      merchantId: ifortepay.merchantId,
      secretUnboundId: ifortepay.secretUnboundId,
      hashKey: ifortepay.hashKey,
      channel: "NOBU",
    },
    zipay: {
      baseUrl: `${url}/zipay`,
      userId: zipay.userId,
      password: zipay.password,
      merchantId: zipay.merchantId,
      merchantKey: zipay.merchantKey,
    },
    midtrans: {
      baseUrl: `${url}/midtrans`,
      serverKey: midtrans.serverKey,
    },
    xendit: {
      baseUrl: `${url}/xendit`,
      secretKey: xendit.secretKey,
      callbackToken: xendit.callbackToken,
    },
    subMerchants: { ifortepay: ifortepay.subMerchant, xendit: xendit.subAccount },
    snap: snapCredentials(url, settings.snap, workshop.snapKeys),
    control: controlOver((name, input) =>
      closing === undefined
        ? perform(name, input)
        : Promise.reject(new SandboxError("closed", "The sandbox is closed.")),
    ),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Puts the parts together; nothing runs yet. */
function assemble(settings: SandboxSettings): Workshop {
  const clock = new Clock(settings.clock, settings.startAt)
  let ids = new Identity(settings.seed)
  const identity = () => ids
  const ledger: Ledger = new Ledger(clock, settings.ledgerLimit, (payment, refund) =>
    callbacks.announce(payment, refund),
  )
  const snapKeys = new SnapKeys(settings.seed, settings.snap.clientSecret)
  const dialects = {
    ifortepay: ifortepayWithAccounts({ settings: settings.ifortepay, ledger, clock, identity }),
    zipay: zipayWithAccounts({ settings: settings.zipay, ledger, clock, identity }),
    midtrans: midtransWithAccounts({ settings: settings.midtrans, ledger, clock, identity }),
    xendit: xenditWithAccounts({ settings: settings.xendit, ledger, clock, identity }),
    ...snapDialects({ settings: settings.snap, keys: snapKeys, ledger, clock, identity }),
  }
  const callbacks: Callbacks = new Callbacks({
    clock,
    delivery: new CallbackDelivery(settings.callbackTimeoutMs, settings.allowCallbackHosts),
    dialectOf: (provider) => dialects[provider],
    logLimit: settings.journalLimit,
  })
  const journal = new Journal(clock, settings.journalLimit)
  const faults = new FaultScript()
  const answering = new Answering()
  const wire = new WireServer(Object.values(dialects), faults, journal, answering)
  const listener: Listener = new Listener(
    (request, response) => {
      // Only a client that went away in the middle of its request gets here.
      serve(request, response).catch(() => response.destroy())
    },
    settings.host,
    settings.port,
  )
  const workshop: Workshop = {
    clock,
    ledger,
    faults,
    answering,
    callbacks,
    journal,
    listener,
    dialects,
    snapKeys,
    reseed: (seed) => {
      ids = new Identity(seed)
    },
  }
  const controlHosts = { names: [settings.host, ...settings.controlHosts], isExposed: settings.exposeControl }
  const hasControl = isLoopback(settings.host) || settings.exposeControl

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = URL.parse(`http://sandbox${request.url ?? ""}`)
    if (url === null) return sendProblem(response, 400, "The request's target is not a path.")
    const dialect = wire.dialectOf(url.pathname)
    if (dialect !== undefined) return wire.handle(dialect, url.pathname, request, response)
    if (!hasControl) return sendProblem(response, 404, CONTROL_OFF)
    const refusal = refusalOf(request, controlHosts)
    if (refusal !== undefined) return sendProblem(response, 403, refusal)
    if (url.pathname.startsWith(CONTROL_PREFIX)) return serveControl(workshop, url, request, response)
    if (url.pathname === "/") return servePhone(response)
    return sendProblem(
      response,
      404,
      `Nothing is here. The acquirers are under ${PROVIDERS.map((name) => `/${name}`).join(", ")}.`,
    )
  }

  return workshop
}

const CONTROL_OFF = "The control plane is off, since this host is not loopback; exposeControl switches it on."

const WILDCARDS = new Map([
  ["0.0.0.0", "127.0.0.1"],
  ["::", "::1"],
])

/** Where a client on this machine finds a server that listens on `host`. */
function reachable(host: string): string {
  return WILDCARDS.get(host) ?? host
}

function sendProblem(response: ServerResponse, status: number, message: string): void {
  sendJson(response, status, { error: { code: status === 403 ? "refused" : "not_found", message } })
}
