import { pageText, sectionOf } from "./page.ts"

/** What an assistant needs to write a shop: sections of the guide, as they stand there. */
const SECTIONS = [
  ["/packages", "Two doors"],
  ["/start", "Create, pay, inquire"],
  ["/start", "When it fails"],
  ["/payments", "One payment, and its callback lost"],
  ["/payments", "Handlers"],
  ["/callbacks", "The order of things"],
  ["/callbacks", "Answers that matter"],
  ["/refunds", "What it can come to"],
  ["/show-the-qr", "The second click"],
] as const

const HEAD = `---
name: qriskit
description: Take QRIS payments in Indonesia with the @qriskit packages. Use it to create and show QRs, receive callbacks, keep durable payment records, refund, and test against the sandbox.
---

# Payments with qriskit

Rules that hold everywhere:

- Unknown is never failed. After an error look at \`outcome\`: \`not_sent\`, \`refused\` or \`unknown\`.
- A callback is a claim. Fulfil an order only after \`inquire\` answers \`paid\`, and compare the amount with the order's.
- Store \`JSON.stringify(payment.ref)\` with the order. A new attempt has a new \`externalId\`.
- Amounts are whole rupiah. Prices come from the shop's own records.
- Hand over raw bytes of callbacks, before any JSON parser.
- Prefer durable payments (\`@qriskit/payments\`) for anything but the smallest shop.
- Secrets stay in the environment; \`fromEnv()\` of each provider reads them.

All pages of the guide are listed in \`llms.txt\`.`

/** A skill for coding assistants: the rules, and sections of the guide whose examples are compiled and run. */
export const skillText = (): string =>
  [HEAD, ...SECTIONS.map(([link, heading]) => sectionOf(pageText(link), heading))].join("\n\n").concat("\n")
