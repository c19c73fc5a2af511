import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { startRegistry } from "../src/registry.ts"

const folder = mkdtempSync(join(tmpdir(), "qriskit-registry-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe("startRegistry(folder, upstream)", () => {
  it("answers on loopback, never asks the upstream for our own packages, and stops", async () => {
    // Nobody listens there: a request that is passed on fails.
    const registry = await startRegistry(folder, "http://127.0.0.1:9/")
    expect(registry.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
    expect((await fetch(`${registry.url}-/ping`)).status).toBe(200)
    const unpublished = await fetch(`${registry.url}@qriskit%2fcore`)
    expect(unpublished.status).toBe(404)
    expect(await unpublished.json()).toEqual({ error: "no such package available" })
    await registry.close()
    await expect(fetch(`${registry.url}-/ping`)).rejects.toThrow("fetch failed")
  })
})
