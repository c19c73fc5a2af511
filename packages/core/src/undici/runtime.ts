import { TransportFailure, TransportUnavailable } from "../transport.js"

/** What undici 8 runs on. */
const NEEDED = "22.19"

const HINT =
  "see the page Bundling of the guide, or give the client another transport (@qriskit/core/transport-fetch)"

/** Throws `TransportUnavailable` where undici surely cannot run: a Node that is too old, or a runtime that is none. */
export const checkRuntime = (
  versions: Readonly<Record<string, string | undefined>> = process.versions,
): void => {
  const { node = "", bun } = versions
  if (bun !== undefined) {
    throw new TransportUnavailable({
      description: `Bun ${bun} has no undici of its own; use @qriskit/core/transport-fetch`,
    })
  }
  const [neededMajor = 0, neededMinor = 0] = NEEDED.split(".").map(Number)
  const [major = 0, minor = 0] = node.split(".").map(Number)
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return
  throw new TransportUnavailable({
    description: `it needs Node ${NEEDED} or later, and this is ${node === "" ? "no Node" : `Node ${node}`}`,
  })
}

/** What kept undici from being loaded, in the words of the runtime: it is code, so they hold no secret. */
export const notLoaded = (cause: unknown): TransportFailure =>
  Object.assign(
    new TransportFailure({
      kind: "unavailable",
      outcome: "not_sent",
      description: `undici could not be loaded (${cause instanceof Error ? cause.message : "no error was given"}): ${HINT}`,
    }),
    { cause },
  )
