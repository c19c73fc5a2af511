import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { describe, expect, it } from "vitest"

/** The built modules that a fresh process has loaded after these lines. */
const loadedBy = async (code: string): Promise<string> => {
  const recorder = `
    import { registerHooks } from "node:module"
    const loaded = []
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) })
    ${code}
    console.log(loaded.join("\\n"))`
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", recorder])
  return stdout
}

describe("importing", () => {
  it("the default transport loads no undici before one is opened", async () => {
    const imported = await loadedBy(`await import("@qriskit/core/transport-default")`)
    expect(imported).toContain("transport-undici")
    expect(imported).not.toMatch(/\/undici\//)
    const opened = await loadedBy(`
      const { openTransport } = await import("@qriskit/core/transport-default")
      await openTransport().close()`)
    expect(opened).toMatch(/\/undici\//)
  })

  it("what providers are made of loads no Config of Effect's", async () => {
    const kit = await loadedBy(`await import("@qriskit/core/provider-kit")`)
    expect(kit).not.toMatch(/\/effect\/dist\/Config\.js/)
    const environment = await loadedBy(`await import("@qriskit/core/provider-kit/environment")`)
    expect(environment).toMatch(/\/effect\/dist\/Config\.js/)
  })
})
