import { startSandbox } from "@qriskit/sandbox"
import { expect, it } from "vitest"
import { createIfortepay } from "../src/promise.js"

it("reaches iFortepay's host without touching a payment, and says so when it cannot", async () => {
  await using sandbox = await startSandbox()
  const { baseUrl, merchantId, secretUnboundId, hashKey } = sandbox.ifortepay
  const ifortepay = createIfortepay({ baseUrl, merchantId, secretUnboundId, hashKey, channel: "NOBU" })
  expect(await ifortepay.reach()).toMatchObject({ isReachable: true })
  const [entry] = await sandbox.control.journal()
  expect(entry?.operation).toBeUndefined()
  expect(JSON.stringify(entry)).not.toContain("authorization")
  await sandbox.close()
  expect(await ifortepay.reach()).toMatchObject({ isReachable: false })
  await ifortepay.close()
})
