import { afterAll, beforeAll, beforeEach } from "vitest"
import { type Sandbox, type SnapSettings, startSandbox } from "../src/index.js"

/** The time at which these sandboxes stand still: 10:00 in Jakarta. */
export const NOW = new Date("2026-11-28T03:00:00.000Z")

const start = (snap: Partial<SnapSettings>) => startSandbox({ clock: "manual", startAt: NOW, snap })

/**
 * One sandbox for all tests of a file, empty at the start of each.
 *
 * @param started is given it once it runs
 */
export const useSandbox = (started: (sandbox: Sandbox) => void): void => {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await start({})
    started(sandbox)
  })
  afterAll(() => sandbox.close())
  beforeEach(() => sandbox.control.reset())
}

/** Runs with a sandbox of its own, which is set otherwise. */
export const withSettings = async (
  snap: Partial<SnapSettings>,
  run: (other: Sandbox) => Promise<void>,
): Promise<void> => {
  await using other = await start(snap)
  await run(other)
}
