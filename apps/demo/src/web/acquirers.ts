import { InvalidConfiguration } from "@qriskit/core"
import type { QrisClient } from "@qriskit/nestjs"
import * as Ifortepay from "@qriskit/provider-ifortepay"
import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
import * as Midtrans from "@qriskit/provider-midtrans"
import { createMidtrans } from "@qriskit/provider-midtrans/promise"
import * as Xendit from "@qriskit/provider-xendit"
import { createXendit } from "@qriskit/provider-xendit/promise"
import * as Zipay from "@qriskit/provider-zipay"
import { createZipay } from "@qriskit/provider-zipay/promise"
import { connectSandbox, type SandboxControl, startSandbox } from "@qriskit/sandbox"
import { type Environment, type Settings, variablesOf } from "./settings.js"

/** Who makes the QR codes: real acquirers, or the sandbox. */
export interface Acquirers {
  readonly clients: ReadonlyArray<QrisClient>
  /** The sandbox's control, where every acquirer is the sandbox. Never beside a real one. */
  readonly sandbox: SandboxControl | undefined
  /** Closes the sandbox, where it runs in this process. The clients are closed by whoever uses them. */
  close(): Promise<void>
}

/** A provider that the environment may configure: its variables, and how its client is made of them. */
const PROVIDERS = [
  {
    variables: Ifortepay.layerConfigVariables,
    // The client decodes what it is given and names whatever is missing.
    create: (fields: Fields): QrisClient =>
      createIfortepay(fields as unknown as Ifortepay.IfortepayConfigInput),
  },
  {
    variables: Zipay.layerConfigVariables,
    create: (fields: Fields): QrisClient => createZipay(fields as unknown as Zipay.ZipayConfigInput),
  },
  {
    variables: Midtrans.layerConfigVariables,
    create: (fields: Fields): QrisClient => createMidtrans(fields as unknown as Midtrans.MidtransConfigInput),
  },
  {
    variables: Xendit.layerConfigVariables,
    create: (fields: Fields): QrisClient => createXendit(fields as unknown as Xendit.XenditConfigInput),
  },
] as const

type Fields = Readonly<Record<string, string>>

const fieldsOf = (environment: Environment, variables: Fields): Fields => {
  const set = variablesOf(environment, Object.values(variables))
  return Object.fromEntries(
    Object.entries(variables).flatMap(([field, variable]) => {
      const value = set[variable]
      return value === undefined ? [] : [[field, value]]
    }),
  )
}

const isAt = (origin: string, { baseUrl = "" }: { readonly baseUrl?: string }): boolean =>
  URL.parse(baseUrl)?.origin === new URL(origin).origin

const inThisProcess = async (): Promise<Acquirers> => {
  const sandbox = await startSandbox()
  const { subMerchant: _, ...account } = sandbox.ifortepay
  const { baseUrl, serverKey } = sandbox.midtrans
  const { subAccount: __, ...xendit } = sandbox.xendit
  return {
    clients: [
      createIfortepay({ ...account, channel: "NOBU" }),
      createZipay(sandbox.zipay),
      createMidtrans({ baseUrl, serverKey }),
      createXendit({ ...xendit, qrCheck: "strict" }),
    ],
    sandbox: sandbox.control,
    close: () => sandbox.close(),
  }
}

/**
 * The acquirers that the environment names; the sandbox where it names none. With one provider's credentials only that
 * provider is offered: a till that takes money offers no play money beside it.
 *
 * @throws InvalidConfiguration naming what is missing or wrong
 */
export const openAcquirers = async (environment: Environment, settings: Settings): Promise<Acquirers> => {
  const configured = PROVIDERS.map(({ variables, create }) => ({
    create,
    fields: fieldsOf(environment, variables),
  })).filter(({ fields }) => Object.keys(fields).length > 0)
  if (configured.length === 0 && settings.SANDBOX_URL === undefined) return inThisProcess()

  const { SANDBOX_URL: sandboxUrl } = settings
  if (sandboxUrl !== undefined && !configured.every(({ fields }) => isAt(sandboxUrl, fields))) {
    const message =
      "must be unset where a provider is not the sandbox: its control plane pays with play money"
    throw new InvalidConfiguration({ provider: "demo", issues: [{ path: "SANDBOX_URL", message }] })
  }
  if (configured.length === 0) {
    const message =
      "needs the settings that the sandbox prints at its start (IFORTEPAY_…, ZIPAY_…, MIDTRANS_…, XENDIT_…)"
    throw new InvalidConfiguration({ provider: "demo", issues: [{ path: "SANDBOX_URL", message }] })
  }
  return {
    clients: configured.map(({ create, fields }) => create(fields)),
    sandbox: sandboxUrl === undefined ? undefined : connectSandbox(sandboxUrl),
    close: () => Promise.resolve(),
  }
}
