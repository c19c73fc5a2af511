// Writes the provider matrix into README.md from the providers' own `capabilities`; `--check` only compares.
// Run after a build.
import { readFileSync, writeFileSync } from "node:fs"
import { capabilities as ifortepay } from "../packages/provider-ifortepay/dist/index.js"
import { capabilities as midtrans } from "../packages/provider-midtrans/dist/index.js"
import { capabilities as xendit } from "../packages/provider-xendit/dist/index.js"
import { capabilities as zipay } from "../packages/provider-zipay/dist/index.js"

const README = new URL("../README.md", import.meta.url)
const BEGIN = "<!-- provider matrix: begin -->"
const END = "<!-- provider matrix: end -->"

const providers = [ifortepay, zipay, midtrans, xendit]

const rupiah = (amount) => `Rp ${String(amount).replace(/\B(?=(\d{3})+$)/g, ".")}`
const support = (offered) => (offered.supported ? "yes" : `no: ${offered.why}`)
const undocumented = "not documented"

const refundTerms = ({ channel, partial, days }) =>
  `${channel === undefined ? "" : `${channel}: `}${partial.supported ? "in parts" : "in full only"}, within ${days} days`

const ROWS = [
  ["create, inquire, notifications", () => "yes"],
  ["cancel", ({ cancel }) => support(cancel)],
  ["refund", ({ refund }) => (refund.supported ? refund.terms.map(refundTerms).join("; ") : support(refund))],
  [
    "choose the expiry",
    ({ expiry }) =>
      expiry.supported
        ? `yes, ${expiry.minimumMinutes} to ${expiry.maximumMinutes} minutes ahead`
        : support(expiry),
  ],
  ["callback address per payment", ({ notificationUrl }) => support(notificationUrl)],
  [
    "amount",
    ({ amount: { minimum, maximum } }) =>
      minimum === undefined || maximum === undefined
        ? undocumented
        : `${rupiah(minimum)} to ${rupiah(maximum)}`,
  ],
  [
    "external id",
    ({ externalId: { maximumLength, alphabet } }) =>
      maximumLength === undefined ? undocumented : `up to ${maximumLength} characters: ${alphabet}`,
  ],
  [
    "channels",
    ({ channels }) =>
      channels.map(({ id, maximumAmount }) => `${id} (up to ${rupiah(maximumAmount)})`).join(", ") || "one",
  ],
  ["required besides amount and external id", ({ requiredFields }) => requiredFields.join(", ") || "nothing"],
  [
    "what a callback proves",
    ({ notifications }) =>
      ({ signed: "status and amount", identity: "whom it is about", none: "nothing" })[
        notifications.authenticity
      ],
  ],
  ["callbacks documented for", ({ notifications }) => notifications.statuses.join(", ")],
]

const line = (cells) => `| ${cells.join(" | ")} |`
const matrix = [
  line(["", ...providers.map(({ title }) => title)]),
  line(["---", ...providers.map(() => "---")]),
  ...ROWS.map(([title, cell]) => line([title, ...providers.map(cell)])),
].join("\n")

const readme = readFileSync(README, "utf8")
const begin = readme.indexOf(BEGIN)
const end = readme.indexOf(END)
if (begin === -1 || end === -1) throw new Error(`README.md lacks "${BEGIN}" or "${END}"`)
const updated = `${readme.slice(0, begin + BEGIN.length)}\n${matrix}\n${readme.slice(end)}`

if (!process.argv.includes("--check")) writeFileSync(README, updated)
else if (updated === readme) console.log("README.md: the provider matrix is up to date")
else {
  console.error("README.md: the provider matrix is out of date. Run `pnpm matrix` and commit the change.")
  process.exitCode = 1
}
