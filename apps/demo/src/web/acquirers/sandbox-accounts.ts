import type { SandboxAccount, SandboxControl } from "@qriskit/sandbox"
import type { Credentials } from "./offered-provider.js"

/** An account's configuration at each acquirer of the sandbox, which are all below its address. */
const credentialsOf = (url: string, account: SandboxAccount): Credentials => {
  const at = (id: string): string => `${url.replace(/\/$/, "")}/${id}`
  const { ifortepay, zipay, midtrans, xendit } = account
  return new Map([
    ["ifortepay", { ...ifortepay, baseUrl: at("ifortepay"), channel: "NOBU" }],
    ["zipay", { ...zipay, baseUrl: at("zipay") }],
    ["midtrans", { ...midtrans, baseUrl: at("midtrans") }],
    ["xendit", { ...xendit, baseUrl: at("xendit"), qrCheck: "strict" }],
  ])
}

/** Opens an account for each branch, at every acquirer. Rejects with `SandboxError` where the sandbox is not there. */
export const accountsInSandbox = async (
  url: string,
  control: SandboxControl,
  ids: ReadonlyArray<string>,
): Promise<ReadonlyMap<string, Credentials>> =>
  new Map(
    await Promise.all(ids.map(async (id) => [id, credentialsOf(url, await control.account(id))] as const)),
  )
