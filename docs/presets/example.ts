import type { SnapProfile } from "../../packages/provider-snap/src/index.js"
import { AUTHENTICITY } from "../../packages/provider-snap/src/recipe.js"

interface ExampleOf {
  readonly name: string
  readonly profile: SnapProfile
  /** Further fields of the request. */
  readonly request: string | undefined
}

const nameOf = ({ title }: SnapProfile): string => title.replace(" (SNAP)", "")

const opening = ({ name, profile }: ExampleOf): ReadonlyArray<string> => [
  ...(profile.inboundToken === undefined
    ? []
    : [
        'import { once } from "node:events"',
        'import { createServer } from "node:http"',
        'import type { AddressInfo } from "node:net"',
        'import { buffer } from "node:stream/consumers"',
      ]),
  `import { ${name} } from "@qriskit/provider-snap/presets"`,
  'import { createSnap } from "@qriskit/provider-snap/promise"',
  'import { startSandbox } from "@qriskit/sandbox"',
  "",
  `const sandbox = await startSandbox() // ${nameOf(profile)}, emulated on this machine`,
  ...(profile.inboundToken === undefined
    ? []
    : ["// Its `inbound.secret` is 32 random characters of your own, the same in every process."]),
  `const snap = createSnap({ profile: ${name}, ...sandbox.snap.${name} })`,
]

const creating = ({ request }: ExampleOf): ReadonlyArray<string> =>
  request === undefined
    ? ['const order = { amount: 25_000, externalId: "order10011" }']
    : ["const order = {", "  amount: 25_000,", '  externalId: "order10011",', `  ${request}`, "}"]

const callback = ({ name, profile }: ExampleOf): ReadonlyArray<string> =>
  profile.inboundToken === undefined
    ? [
        "",
        "// A customer pays, and a callback comes: headers and the bytes as they came.",
        'await sandbox.control.pay(qr?.payload ?? "")',
        'const raw = await sandbox.control.callbacks.build(qr?.payload ?? "")',
        "const claim = await snap.notifications.read(raw, ref)",
        'console.log("claimed:", claim.claimedStatus, "- proven:", claim.authenticity)',
      ]
    : [
        "",
        "// Two addresses: one where tokens are asked for, one for callbacks.",
        "const server = createServer(async (request, response) => {",
        "  const raw = { headers: request.headers, body: await buffer(request) }",
        "  const readCallback = async () => {",
        "    const claim = await snap.notifications.read(raw, ref)",
        '    console.log("claimed:", claim.claimedStatus, "- proven:", claim.authenticity)',
        '    return snap.notifications.reply("accepted")',
        "  }",
        "  const reply = request.url?.endsWith(snap.tokenEndpoint.path)",
        "    ? await snap.tokenEndpoint.answer(raw)",
        '    : await readCallback().catch(() => snap.notifications.reply("rejected"))',
        "  response.writeHead(reply.status, reply.headers).end(reply.body)",
        "})",
        'await once(server.listen(0, "127.0.0.1"), "listening")',
        "const { port } = server.address() as AddressInfo",
        `await sandbox.control.snap.setCallbackUrl("${name}", \`http://127.0.0.1:\${port}${profile.notification.tails[0] ?? ""}\`)`,
        "",
        `// A customer pays. ${nameOf(profile)} asks for a token, then calls back with it.`,
        'await sandbox.control.pay(qr?.payload ?? "")',
        "await sandbox.control.callbacks.idle()",
        "server.close()",
      ]

const ending = ({ profile }: ExampleOf): ReadonlyArray<string> => [
  ...(profile.verbs.refund === undefined
    ? []
    : [
        "",
        "// Half of it goes back.",
        'const refund = await snap.refund(ref, { externalId: "refund10011", amount: 10_000 })',
        'console.log("refunded:", refund.amount, refund.status)',
      ]),
  ...(profile.verbs.cancel === undefined
    ? []
    : [
        "",
        "// Another order, which nobody wants any more.",
        'const other = await snap.create({ ...order, externalId: "order10021" })',
        'console.log("canceled:", (await snap.cancel(other.ref)).status)',
      ]),
  "",
  "await snap.close()",
  "await sandbox.close()",
]

/** From the first create to the first paid order, against the sandbox's dialect of this acquirer. */
export const firstOrder = (of: ExampleOf): string =>
  [
    ...opening(of),
    "",
    ...creating(of),
    "const { ref, qr } = await snap.create(order)",
    "console.log(qr?.payload) // the text to draw as a QR",
    "const stored = JSON.stringify(ref) // into your order, all of it",
    ...callback(of),
    "",
    "// The fact: what an inquiry is answered.",
    "const payment = await snap.inquire(JSON.parse(stored))",
    'if (payment.status === "paid" && payment.amount === order.amount) console.log("fulfil order-1001")',
    ...ending(of),
  ].join("\n")

/** What it prints. */
export const firstOrderOutput = ({ profile }: ExampleOf): string =>
  [
    "000201…",
    `claimed: paid - proven: ${AUTHENTICITY[profile.notification.recipe]}`,
    "fulfil order-1001",
    ...(profile.verbs.refund === undefined ? [] : ["refunded: 10000 succeeded"]),
    ...(profile.verbs.cancel === undefined ? [] : ["canceled: canceled"]),
  ].join("\n")
