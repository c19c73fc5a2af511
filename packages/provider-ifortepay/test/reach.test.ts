import { canReach } from "@qriskit/core"
import { openGateway } from "@qriskit/testing"
import { expect, it } from "vitest"
import { openShop } from "./support/shop.js"

it("reach asks the host for nothing: no payment, no credential", async () => {
  await using shop = await openShop()
  expect(canReach(shop.ifortepay.effect)).toBe(true)
  expect(await shop.ifortepay.reach()).toMatchObject({ isReachable: true })
  const [request, ...others] = await shop.wire()
  expect(others).toEqual([])
  expect(request).toMatchObject({ method: "GET", path: "/", body: "" })
  for (const header of ["authorization", "x-req-signature", "sub-merchant-id"]) {
    expect(request?.headers).not.toHaveProperty(header)
  }
})

it("reach says why a host does not answer, and never fails", async () => {
  await using gateway = await openGateway(503, Buffer.from("maintenance"))
  await using shop = await openShop({ config: { baseUrl: gateway.url } })
  expect(await shop.ifortepay.reach()).toEqual({ isReachable: false, why: "it answered HTTP 503" })
  await shop.sandbox.close()
  await using gone = await openShop({ config: { baseUrl: shop.sandbox.ifortepay.baseUrl } })
  expect(await gone.ifortepay.reach()).toMatchObject({
    isReachable: false,
    why: expect.stringContaining("no connection could be made"),
  })
})
