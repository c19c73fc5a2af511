import type { QrisClient } from "@qriskit/nestjs"
import { connectSandbox, type SandboxControl, startSandbox } from "@qriskit/sandbox"
import { callbackUrlsOf } from "../callback-urls.js"
import type { Environment, Settings } from "../settings.js"
import type { CallbackUrls } from "../stage.js"
import { type Branch, branchOf, PLAY_BRANCHES } from "./branch.js"
import { credentialsOfBranches, credentialsOfShop, isAt, wrong } from "./credentials.js"
import { OFFERED } from "./offered.js"
import type { Accounts, Credentials, Fields } from "./offered-provider.js"
import { accountsInSandbox } from "./sandbox-accounts.js"

/** Where payments are opened: the one shop, or a branch, with clients of its own account. */
export interface Counter {
  /** Absent for the one shop. */
  readonly branch: Branch | undefined
  readonly clients: ReadonlyArray<QrisClient>
}

/** Who makes the QR codes: real acquirers, or the sandbox. */
export interface Acquirers {
  /** One counter for the one shop, or one for each branch. Never none. */
  readonly counters: readonly [Counter, ...ReadonlyArray<Counter>]
  /** The accounts of every branch, by provider. Empty for the one shop, whose clients are its counter's. */
  readonly accounts: ReadonlyArray<Accounts>
  /** The sandbox's control, where every acquirer is the sandbox. Never beside a real one. */
  readonly sandbox: SandboxControl | undefined
  /** Frees what is left where no application was made, or where it has closed. */
  close(): Promise<void>
}

/** The one shop, with the credentials of its own. */
const ofShop = (credentials: Credentials): Omit<Acquirers, "sandbox"> => {
  const clients = OFFERED.flatMap(({ id, create }) => {
    const fields = credentials.get(id)
    return fields === undefined ? [] : [create(fields)]
  })
  return { counters: [{ branch: undefined, clients }], accounts: [], close: () => Promise.resolve() }
}

/** Branches, each with accounts of its own. Every one is opened now, so that what is wrong is told at the start. */
const ofBranches = async (
  branches: readonly [Branch, ...ReadonlyArray<Branch>],
  credentials: ReadonlyMap<string, Credentials>,
): Promise<Omit<Acquirers, "sandbox">> => {
  const accounts = OFFERED.filter(({ id }) => [...credentials.values()].some((of) => of.has(id))).map(
    ({ id, createAccounts }) => createAccounts((account) => credentials.get(account)?.get(id)),
  )
  const close = async (): Promise<void> => {
    await Promise.all(accounts.map((provider) => provider.close()))
  }
  const counterOf = async (branch: Branch): Promise<Counter> => {
    const has = ({ id }: Accounts): boolean => credentials.get(branch.id)?.has(id) ?? false
    const opened = accounts.filter(has).map((provider) => provider.account(branch.id))
    return { branch, clients: await Promise.all(opened) }
  }
  const [first, ...others] = branches
  try {
    return {
      counters: [await counterOf(first), ...(await Promise.all(others.map(counterOf)))],
      accounts,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Branches of a sandbox: it opens their accounts when it is asked for them. */
const inSandbox = async (
  url: string,
  control: SandboxControl,
  ids: ReadonlyArray<string>,
  callbackUrls: CallbackUrls,
): Promise<Omit<Acquirers, "sandbox">> =>
  ofBranches(branchesOf(ids), await accountsInSandbox(url, control, ids, callbackUrls))

const branchesOf = (ids: ReadonlyArray<string>): readonly [Branch, ...ReadonlyArray<Branch>] => {
  const [first = "shop", ...others] = ids
  return [branchOf(first), ...others.map(branchOf)]
}

/**
 * The acquirers that the environment names; the sandbox where it names none. With one provider's credentials only that
 * provider is offered: a till that takes money offers no play money beside it.
 *
 * @throws InvalidConfiguration naming what is missing or wrong; SandboxError where the sandbox cannot be reached
 */
export const openAcquirers = async (environment: Environment, settings: Settings): Promise<Acquirers> => {
  const { BRANCHES: ids, SANDBOX_URL: sandboxUrl } = settings
  const shop = credentialsOfShop(environment)
  const branches = ids === undefined ? undefined : credentialsOfBranches(environment, ids.map(branchOf))
  const configured = [shop, ...(branches?.values() ?? [])].filter(({ size }) => size > 0)

  if (configured.length === 0) {
    const playing = ids ?? PLAY_BRANCHES
    const urls = callbackUrlsOf(settings, true)
    if (sandboxUrl !== undefined) {
      const sandbox = connectSandbox(sandboxUrl)
      return { ...(await inSandbox(sandboxUrl, sandbox, playing, urls)), sandbox }
    }
    const sandbox = await startSandbox()
    const open = await inSandbox(sandbox.url, sandbox.control, playing, urls)
    const close = async (): Promise<void> => {
      await open.close()
      await sandbox.close()
    }
    return { ...open, sandbox: sandbox.control, close }
  }

  const isSandbox = (fields: Fields): boolean => sandboxUrl !== undefined && isAt(sandboxUrl, fields)
  if (sandboxUrl !== undefined && !configured.every((of) => [...of.values()].every(isSandbox))) {
    throw wrong(
      "SANDBOX_URL",
      "must be unset where a provider is not the sandbox: its control plane pays with play money",
    )
  }
  const sandbox = sandboxUrl === undefined ? undefined : connectSandbox(sandboxUrl)
  if (branches === undefined || ids === undefined) return { ...ofShop(shop), sandbox }
  if (shop.size > 0) {
    throw wrong(
      "BRANCHES",
      "must be unset where the one shop's credentials are set, without a branch in front",
    )
  }
  return { ...(await ofBranches(branchesOf(ids), branches)), sandbox }
}
