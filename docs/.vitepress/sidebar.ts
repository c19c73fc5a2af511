import * as fs from "node:fs"
import type { DefaultTheme } from "vitepress"
import { entryPoints } from "../examples/workspace.ts"

type Item = DefaultTheme.SidebarItem

/** Pages by their own titles, in the order of their files. */
const pagesLike = (pattern: string): ReadonlyArray<Item> =>
  fs
    .globSync(pattern, { cwd: new URL("..", import.meta.url) })
    .filter((file) => !file.endsWith("index.md"))
    .sort()
    .map((file) => {
      const text = fs.readFileSync(new URL(`../${file}`, import.meta.url), "utf8")
      return { text: /^# (.*)$/m.exec(text)?.[1] ?? file, link: `/${file.replace(/\.md$/, "")}` }
    })

/** The packages' READMEs, those first that most people install. */
const manuals = (): ReadonlyArray<Item> =>
  [
    "core",
    "provider-ifortepay",
    "provider-zipay",
    "provider-midtrans",
    "provider-xendit",
    "provider-snap",
    "payments",
    "statements",
    "http",
    "nestjs",
    "console",
    "payment-page",
    "cli",
    "mcp",
    "sandbox",
    "doctor",
    "payload",
    "conformance",
  ].map((name) => ({ text: `@qriskit/${name}`, link: `/manuals/${name}` }))

export const guide = (): Array<Item> => [
  {
    text: "Start",
    items: [
      { text: "In five minutes", link: "/start" },
      { text: "Which packages", link: "/packages" },
      { text: "Configuration", link: "/configuration" },
    ],
  },
  {
    text: "Concepts",
    items: [
      { text: "Claims and facts", link: "/concepts/claims-and-facts" },
      { text: "Outcomes of a failure", link: "/concepts/outcomes" },
      { text: "References and idempotency", link: "/concepts/refs-and-idempotency" },
    ],
  },
  {
    text: "Providers",
    items: [
      { text: "Which one can what", link: "/providers/" },
      { text: "iFortepay", link: "/providers/ifortepay" },
      { text: "Zipay", link: "/providers/zipay" },
      { text: "Midtrans", link: "/providers/midtrans" },
      { text: "Xendit", link: "/providers/xendit" },
      {
        text: "Banks and wallets over SNAP",
        link: "/providers/snap/",
        collapsed: true,
        items: [...pagesLike("providers/snap/*.md")],
      },
      { text: "Add a SNAP acquirer", link: "/providers/adding-a-snap-acquirer" },
      { text: "Add a provider", link: "/providers/adding" },
    ],
  },
  {
    text: "Build",
    items: [
      { text: "Show the QR", link: "/show-the-qr" },
      { text: "Receive callbacks", link: "/callbacks" },
      { text: "Payments and reconciliation", link: "/payments" },
      { text: "Refunds", link: "/refunds" },
      { text: "One printed QR, many orders", link: "/printed-qr" },
      { text: "A second acquirer", link: "/second-acquirer" },
      { text: "Statements: did the bank pay?", link: "/statements" },
      { text: "The database", link: "/databases" },
      { text: "The order's own transaction", link: "/order-transaction" },
      { text: "A platform with many merchants", link: "/platforms" },
      { text: "Webhooks onward", link: "/webhooks-onward" },
      { text: "Test with the sandbox", link: "/sandbox" },
      { text: "Testing: vitest and Jest", link: "/testing" },
      { text: "The QRIS payload", link: "/payload" },
      { text: "Runtimes", link: "/runtimes" },
      { text: "Networks", link: "/network" },
      { text: "Bundling", link: "/bundling" },
    ],
  },
  {
    text: "Frameworks and runtimes",
    items: [
      { text: "Node, Express, Connect", link: "/frameworks/node" },
      { text: "Fastify", link: "/frameworks/fastify" },
      { text: "Hono", link: "/frameworks/hono" },
      { text: "Next.js", link: "/frameworks/nextjs" },
      { text: "Elysia", link: "/frameworks/elysia" },
      { text: "Bun", link: "/frameworks/bun" },
      { text: "Deno", link: "/frameworks/deno" },
      { text: "Workers", link: "/frameworks/workers" },
      { text: "NestJS", link: "/nestjs" },
      { text: "Serverless", link: "/serverless" },
    ],
  },
  {
    text: "Operate",
    items: [
      { text: "What to watch", link: "/operations/" },
      { text: "The console", link: "/console" },
      { text: "From the terminal", link: "/terminal" },
      { text: "Anomalies", link: "/operations/anomalies" },
      { text: "Every message", link: "/operations/messages" },
      { text: "Security", link: "/security" },
      { text: "Threat model", link: "/threat-model" },
      { text: "Upgrading", link: "/upgrading" },
    ],
  },
  { text: "Manuals of the packages", items: [...manuals()] },
  {
    text: "Project",
    items: [
      { text: "Releasing", link: "/releasing" },
      { text: "Decisions", link: "/decisions/", items: [...pagesLike("decisions/[0-9]*.md")] },
    ],
  },
]

/** The reference: a group for each package, its main entry first. */
export const api = (): Array<Item> => {
  const specifiers = entryPoints
    .map(({ specifier }) => specifier)
    .filter((specifier) => !specifier.endsWith("/transport-default"))
  const packages = new Set(specifiers.map((specifier) => specifier.split("/").slice(0, 2).join("/")))
  return [...packages].map((name) => ({
    text: name,
    items: specifiers
      .filter((specifier) => specifier === name || specifier.startsWith(`${name}/`))
      .map((specifier) => ({
        text: specifier === name ? "main entry" : specifier.slice(name.length),
        docFooterText: specifier,
        link: `/api/${specifier}`,
      })),
  }))
}

export const panduan: Array<Item> = [
  {
    text: "Mulai",
    items: [{ text: "Mulai dalam lima menit", link: "/id/start" }],
  },
  {
    text: "Selanjutnya (bahasa Inggris)",
    items: [
      { text: "Claims and facts", link: "/concepts/claims-and-facts" },
      { text: "Receive callbacks", link: "/callbacks" },
      { text: "Payments and reconciliation", link: "/payments" },
      { text: "Node, Express, Connect", link: "/frameworks/node" },
      { text: "Fastify", link: "/frameworks/fastify" },
      { text: "Hono", link: "/frameworks/hono" },
      { text: "Next.js", link: "/frameworks/nextjs" },
      { text: "Elysia", link: "/frameworks/elysia" },
      { text: "Bun", link: "/frameworks/bun" },
      { text: "Deno", link: "/frameworks/deno" },
      { text: "Workers", link: "/frameworks/workers" },
      { text: "NestJS", link: "/nestjs" },
      { text: "Serverless", link: "/serverless" },
      { text: "Test with the sandbox", link: "/sandbox" },
    ],
  },
]
