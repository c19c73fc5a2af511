// What the published packages may weigh. Each limit stands a little above what was measured when it was set. Raise one
// only together with the change that needs it, and say in the commit what users get for it.

/** Where a bundle runs, and so what is in it. */
export type Runtime =
  | "browser"
  /** An edge runtime: with core's transport over fetch. */
  | "edge"
  /** Node, without undici, which is no part of a bundle that is made for its size. */
  | "node"
  /** Node, without any other package: the package's own code. */
  | "own"

/** What a user imports, bundled, minified and compressed by gzip. */
export interface BundleLimit {
  readonly name: string
  /** The built file, from `packages/`. */
  readonly file: string
  /** What is imported from it. Everything, where it is absent. */
  readonly use?: string
  readonly runtime: Runtime
  readonly limit: `${number} kB`
}

/** A package installed for production, with everything that comes with it: its peers too, but for optional ones. */
export interface InstallationLimit {
  /** Itself, unpacked, in kB. */
  readonly own: number
  /** All together, in MB: for most of them that is Effect, of which a bundle takes little. */
  readonly megabytes: number
  /** How many packages there are, itself included. */
  readonly packages: number
}

/** Every export of an entry. */
const entry = (
  name: string,
  runtime: Runtime,
  limit: BundleLimit["limit"],
  file = `${name}.js`,
): BundleLimit => ({ name, file: file.replace("/", "/dist/"), runtime, limit })

/**
 * What most users take of a provider: its client, with core, the payload's checks and the used part of Effect, which is
 * more than half of it: accounts of many merchants, variables, a company's network, time zones, answers
 * that come packed, spans for OpenTelemetry, creates that are found again, calls that closing waits for and secrets
 * that are found however they are escaped, which one door makes for every provider, weigh 12 kB of the rest. The goal
 * is 45 kB, and is missed so far.
 */
const client = (
  name: string,
  use: string,
  runtime: Runtime,
  limit: BundleLimit["limit"] = "70 kB",
): BundleLimit => ({
  name: `${name}, ${use} alone`,
  file: `${name}/dist/promise.js`,
  use,
  runtime,
  limit,
})

export const BUNDLES: ReadonlyArray<BundleLimit> = [
  entry("payload/index", "browser", "6.5 kB"),
  entry("payload/convert", "browser", "6.5 kB"),
  entry("payload/read", "browser", "4.8 kB"),
  entry("payload/profiles", "browser", "3.4 kB", "payload/profiles/index.js"),
  entry("payload/messages", "browser", "2.9 kB", "payload/messages/index.js"),
  entry("payload/reference", "browser", "4.9 kB", "payload/reference/index.js"),
  entry("payload/render", "browser", "11.7 kB", "payload/render/index.js"),
  entry("payload/scan", "browser", "42 kB", "payload/scan/index.js"),
  entry("payload/standee", "browser", "12 kB", "payload/standee/index.js"),
  client("provider-ifortepay", "{ createIfortepay }", "node"),
  client("provider-ifortepay", "{ createIfortepay }", "edge"),
  client("provider-zipay", "{ createZipay }", "node"),
  client("provider-zipay", "{ createZipay }", "edge"),
  client("provider-midtrans", "{ createMidtrans }", "node", "70.6 kB"),
  client("provider-midtrans", "{ createMidtrans }", "edge", "70.6 kB"),
  client("provider-xendit", "{ createXendit }", "node"),
  client("provider-xendit", "{ createXendit }", "edge"),
  client("provider-snap", "{ createSnap }", "node", "80.5 kB"),
  entry("provider-ifortepay/index", "edge", "67.4 kB"),
  entry("provider-zipay/index", "edge", "67 kB"),
  entry("provider-midtrans/index", "edge", "68.7 kB"),
  entry("provider-xendit/index", "edge", "67.5 kB"),
  entry("provider-snap/index", "edge", "82.5 kB"),
  entry("provider-snap/presets", "own", "6 kB"),
  entry("core/index", "edge", "37.5 kB"),
  entry("core/promise", "edge", "44.9 kB"),
  entry("core/provider-kit", "edge", "61.4 kB"),
  entry("core/provider-kit/environment", "edge", "32.5 kB", "core/provider-kit/environment.js"),
  entry("core/transport-fetch", "edge", "33 kB"),
  entry("core/transport-undici", "node", "37 kB"),
  entry("core/transport-http-client", "edge", "39 kB"),
  entry("payments/index", "own", "101.5 kB"),
  entry("payments/promise", "own", "101.5 kB"),
  // Webhooks onward: nobody carries them who does not import them.
  entry("payments/endpoints", "own", "22.8 kB"),
  entry("payments/prometheus", "own", "2.5 kB"),
  entry("payments/pool", "own", "1.2 kB"),
  entry("payments/drizzle", "own", "3 kB"),
  entry("payments/kysely", "own", "1.5 kB"),
  entry("payments/knex", "own", "1.5 kB"),
  entry("payments/typeorm", "own", "1.8 kB"),
  entry("payments/mikro-orm", "own", "1.8 kB"),
  entry("payments/prisma", "own", "1.8 kB"),
  entry("statements/index", "own", "34.8 kB"),
  entry("statements/promise", "own", "32 kB"),
  entry("statements/profiles", "own", "5.2 kB"),
  entry("statements/mdr", "own", "1 kB"),
  entry("statements/export", "own", "1.8 kB"),
  entry("http/index", "own", "8.3 kB"),
  entry("http/webhook-kit", "own", "5.1 kB"),
  entry("http/node", "own", "2.6 kB"),
  entry("http/fastify", "own", "2.5 kB"),
  entry("nestjs/index", "own", "14 kB"),
  entry("nestjs/payments", "own", "3.6 kB"),
  entry("nestjs/swagger", "own", "2.8 kB"),
  entry("nestjs/terminus", "own", "4.1 kB"),
  entry("nestjs/testing", "own", "13 kB"),
  entry("sandbox/index", "own", "40.5 kB"),
  entry("console/index", "own", "44.8 kB"),
  entry("console/html", "own", "14.2 kB"),
  entry("console/node", "own", "44.8 kB"),
  entry("console/fastify", "own", "44.8 kB"),
  entry("console/nestjs", "own", "45.8 kB"),
  entry("payment-page/index", "own", "16.5 kB"),
  // What a customer's browser loads: with the drawing of QRs.
  entry("payment-page/element", "browser", "10.2 kB"),
  entry("cli/verbs", "own", "20.4 kB"),
  entry("mcp/index", "own", "2.9 kB"),
  entry("doctor/index", "own", "7 kB"),
  entry("conformance/index", "own", "25.4 kB"),
]

export const INSTALLATIONS: Readonly<Record<string, InstallationLimit>> = {
  "@qriskit/payload": { packages: 13, megabytes: 7.2, own: 490 },
  "@qriskit/core": { packages: 16, megabytes: 67.2, own: 740 },
  "@qriskit/provider-ifortepay": { packages: 17, megabytes: 67.2, own: 145 },
  "@qriskit/provider-midtrans": { packages: 17, megabytes: 67.2, own: 190 },
  "@qriskit/provider-xendit": { packages: 17, megabytes: 67.2, own: 180 },
  "@qriskit/provider-snap": { packages: 17, megabytes: 67.4, own: 555 },
  "@qriskit/provider-zipay": { packages: 17, megabytes: 67.2, own: 125 },
  "@qriskit/console": { packages: 45, megabytes: 85, own: 710 },
  "@qriskit/payment-page": { packages: 45, megabytes: 85, own: 150 },
  // With every provider and the readers of statements, so that a refund or an import needs no further installation.
  "@qriskit/cli": { packages: 41, megabytes: 87, own: 410 },
  // With the official SDK of the protocol, which brings servers and clients of HTTP that are not used here.
  "@qriskit/mcp": { packages: 137, megabytes: 106, own: 52 },
  "@qriskit/doctor": { packages: 30, megabytes: 80, own: 120 },
  "@qriskit/sandbox": { packages: 15, megabytes: 9.8, own: 800 },
  // With vitest, a peer.
  "@qriskit/conformance": { packages: 59, megabytes: 116.2, own: 515 },
  "@qriskit/payments": { packages: 40, megabytes: 83, own: 2170 },
  // With readers for CSV, XLSX and ZIP.
  "@qriskit/statements": { packages: 20, megabytes: 82, own: 840 },
  "@qriskit/http": { packages: 18, megabytes: 67.8, own: 255 },
  // With NestJS, a peer.
  "@qriskit/nestjs": { packages: 43, megabytes: 76.9, own: 410 },
}
