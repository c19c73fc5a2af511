import { describe, expect, it } from "vitest"
import { ifortepayPlatform, zipayPlatform } from "../src/accounts/platform.js"

describe.each([
  ["iFortepay", ifortepayPlatform],
  ["Zipay", zipayPlatform],
])("the accounts benchmark, %s", (_, platformOf) => {
  it("has every merchant ask about its own payment, so that nobody is measured failing", async () => {
    const platform = platformOf(3)
    expect(await platform.alone()).toMatchObject({ status: "pending" })
    for (const number of [0, 1, 2, 1]) {
      expect(await platform.among(platform.question(number))).toMatchObject({
        status: "pending",
        ref: { account: `toko-${number}` },
      })
    }
    expect(platform.held()).toBe(3)
  })
})
