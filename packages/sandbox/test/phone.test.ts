import { expect, test } from "vitest"
import { startSandbox } from "../src/index.js"

test("the phone page runs its own script and nothing else", async () => {
  await using sandbox = await startSandbox()
  const response = await fetch(sandbox.url)
  const page = await response.text()
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8")
  const policy = response.headers.get("content-security-policy") ?? ""
  const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? ""
  expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/)
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(page).toContain(`<script nonce="${nonce}"`)
  expect(page.match(/<script/g)).toHaveLength(1)
  expect(page).not.toMatch(/(src|href)=|https?:|\son\w+=|innerHTML/)
})

test("every page has a nonce of its own", async () => {
  await using sandbox = await startSandbox()
  const nonces = new Set<string>()
  for (let visit = 0; visit < 3; visit++) {
    const policy = (await fetch(sandbox.url)).headers.get("content-security-policy") ?? ""
    nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? "")
  }
  expect(nonces.size).toBe(3)
})
