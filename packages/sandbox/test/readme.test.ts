import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { protocol } from "../src/control/protocol.js"
import { ifortepayDefaults } from "../src/ifortepay/settings.js"
import { midtransDefaults } from "../src/midtrans/settings.js"
import { SNAP_ACQUIRERS } from "../src/snap/names.js"
import { snapDefaults } from "../src/snap/settings.js"
import { OPERATIONS } from "../src/wire.js"
import { xenditDefaults } from "../src/xendit/settings.js"
import { zipayDefaults } from "../src/zipay/settings.js"

const README = readFileSync(new URL("../README.md", import.meta.url), "utf8")

test.each([
  ["ifortepay", [...Object.keys(ifortepayDefaults), "staticCallbackUrl"]],
  ["zipay", [...Object.keys(zipayDefaults), "callbackUrl"]],
  ["midtrans", [...Object.keys(midtransDefaults), "callbackUrl"]],
  ["xendit", [...Object.keys(xenditDefaults), "callbackUrl"]],
  ["snap", Object.keys(snapDefaults)],
])("the README names every setting of %s in its table", (name, settings) => {
  const table = README.split(`| \`${name}\``)[1]?.split("\n\n")[0] ?? ""
  for (const setting of settings) expect(table).toContain(`\`${setting}\``)
})

test("the README names every control method", () => {
  const words = (name: string) =>
    name.replace(/^.*\//, "").replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase())
  for (const name of Object.keys(protocol)) expect(README).toMatch(new RegExp(`[\`.]${words(name)}\\b`))
})

test("the README names every place for a fault", () => {
  const faults = README.split("### Faults")[1]?.split("| kind")[0] ?? ""
  for (const operation of OPERATIONS) {
    const [provider = "", verb = ""] = operation.split(".")
    const isSnap = SNAP_ACQUIRERS.some((acquirer) => provider === `snap-${acquirer}`)
    const after = faults.split(`\`${isSnap ? "snap-<acquirer>" : provider}.\``)[1]?.split(";")[0]
    expect([operation, after]).toEqual([operation, expect.stringContaining(`\`${verb}\``)])
  }
})
