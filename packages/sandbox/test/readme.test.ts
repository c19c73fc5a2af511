import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { protocol } from "../src/control/protocol.js"
import { ifortepayDefaults } from "../src/ifortepay/settings.js"
import { midtransDefaults } from "../src/midtrans/settings.js"
import { xenditDefaults } from "../src/xendit/settings.js"
import { zipayDefaults } from "../src/zipay/settings.js"

const README = readFileSync(new URL("../README.md", import.meta.url), "utf8")

test.each([
  ["ifortepay", [...Object.keys(ifortepayDefaults), "staticCallbackUrl"]],
  ["zipay", [...Object.keys(zipayDefaults), "callbackUrl"]],
  ["midtrans", [...Object.keys(midtransDefaults), "callbackUrl"]],
  ["xendit", [...Object.keys(xenditDefaults), "callbackUrl"]],
])("the README names every setting of %s", (_name, settings) => {
  for (const setting of settings) expect(README).toContain(`\`${setting}\``)
})

test("the README names every control method", () => {
  const words = (name: string) =>
    name.replace(/^.*\//, "").replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase())
  for (const name of Object.keys(protocol)) expect(README).toMatch(new RegExp(`[\`.]${words(name)}\\b`))
})
