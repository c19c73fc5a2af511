import { startSandbox } from "@qriskit/sandbox"
import { expect, it } from "vitest"
import { createZipay } from "../src/promise.js"

it("reaches Zipay's host without a login, and says so when it cannot", async () => {
  await using sandbox = await startSandbox()
  const zipay = createZipay(sandbox.zipay)
  expect(await zipay.reach()).toMatchObject({ isReachable: true })
  expect((await sandbox.control.journal()).map(({ operation }) => operation)).toEqual([undefined])
  await sandbox.close()
  expect(await zipay.reach()).toMatchObject({ isReachable: false })
  await zipay.close()
})
