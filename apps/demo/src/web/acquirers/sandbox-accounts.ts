import { type SandboxAccount, type SandboxControl, SNAP_ACQUIRERS } from "@qriskit/sandbox"
import type { CallbackUrls } from "../stage.js"
import type { Credentials, Fields } from "./offered-provider.js"

/** `{ settings: { storeId } }` as `settings.storeId`, the way in which variables are named. */
const flat = (fields: Readonly<Record<string, string | Readonly<Record<string, string>>>>): Fields =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      typeof value === "string"
        ? [[name, value]]
        : Object.entries(value).map(([inner, text]) => [`${name}.${inner}`, text]),
    ),
  )

/** An account's configuration at each acquirer of the sandbox, which are all below its address. */
const credentialsOf = (
  url: string,
  { account, ifortepay, zipay, midtrans, xendit, snap }: SandboxAccount,
  callbackUrls: CallbackUrls,
): Credentials => {
  const at = (id: string): string => `${url.replace(/\/$/, "")}/${id}`
  const overSnap = flat({ ...snap, environment: "sandbox" })
  return new Map<string, Fields>([
    ["ifortepay", { ...ifortepay, baseUrl: at("ifortepay"), channel: "NOBU" }],
    ["zipay", { ...zipay, baseUrl: at("zipay") }],
    ["midtrans", { ...midtrans, baseUrl: at("midtrans") }],
    ["xendit", { ...xendit, baseUrl: at("xendit"), qrCheck: "strict" }],
    ...SNAP_ACQUIRERS.map((acquirer): [string, Fields] => {
      const id = `snap-${acquirer}`
      // Some acquirers sign the address that they were given.
      const notificationUrl = callbackUrls(id, account) ?? ""
      return [id, { ...overSnap, baseUrl: at(id), notificationUrl }]
    }),
  ])
}

/** Opens an account for each branch, at every acquirer. Rejects with `SandboxError` where the sandbox is not there. */
export const accountsInSandbox = async (
  url: string,
  control: SandboxControl,
  ids: ReadonlyArray<string>,
  callbackUrls: CallbackUrls,
): Promise<ReadonlyMap<string, Credentials>> =>
  new Map(
    await Promise.all(
      ids.map(async (id) => [id, credentialsOf(url, await control.account(id), callbackUrls)] as const),
    ),
  )
