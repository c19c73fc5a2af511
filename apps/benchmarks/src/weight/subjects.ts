import type { Runtime } from "@qriskit/weigh"

/** One package that is weighed. */
export interface Subject {
  readonly name: string
  /** What a consumer installs: itself. Its peers come along. */
  readonly installs: string
  readonly isOurs: boolean
  /** What a program of that consumer begins with. */
  readonly code: string
  /** What it can be bundled for, as one does with it. */
  readonly bundles: ReadonlyArray<Runtime>
}

const ours = (entry: string, names: string, bundles: ReadonlyArray<Runtime>): Subject => {
  const [scope, room] = entry.split("/")
  return {
    name: entry,
    installs: `${scope}/${room}`,
    isOurs: true,
    code: `export ${names} from "${entry}"`,
    bundles,
  }
}

const theirs = (name: string, names: string, bundles: ReadonlyArray<Runtime>): Subject => ({
  name,
  installs: name,
  isOurs: false,
  code: `export ${names} from "${name}"`,
  bundles,
})

export const IFORTEPAY = ours("@qriskit/provider-ifortepay/promise", "*", ["node", "edge"])
export const ZIPAY = ours("@qriskit/provider-zipay/promise", "*", ["node", "edge"])
export const PAYLOAD = ours("@qriskit/payload", "*", ["node", "edge", "browser"])

/**
 * Ours, and what they are compared with. A database, a framework and test servers are not bundled, nor is a client for
 * Node alone for other runtimes.
 */
export const SUBJECTS: ReadonlyArray<Subject> = [
  PAYLOAD,
  ours("@qriskit/core", "*", ["node", "edge"]),
  IFORTEPAY,
  ZIPAY,
  ours("@qriskit/sandbox", "*", []),
  ours("@qriskit/payments/promise", "*", []),
  ours("@qriskit/nestjs", "*", []),
  theirs("promptparse", "*", ["node", "edge", "browser"]),
  theirs("stripe", "{ default }", ["node", "edge"]),
  theirs("xendit-node", "{ Xendit }", ["node"]),
  theirs("midtrans-client", "{ default }", ["node"]),
  theirs("axios", "{ default }", ["node", "edge"]),
]
