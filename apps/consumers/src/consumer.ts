/** A project of somebody who uses the packages. Its files stand in `projects/<name>`. */
export interface Consumer {
  readonly name: string
  readonly packageManager: "npm" | "pnpm"
  /** What it shows, for the list in `--help`. */
  readonly shows: string
  /** The only machine that it runs on, where its tools are packages for one: platform and processor. */
  readonly machine?: string
  /** Pages of the guide whose programs it runs, below `docs`. */
  readonly guidePages?: ReadonlyArray<string>
  /** How many payments `pay` makes: each prints a line that begins with "paid: ". */
  readonly payments: number
  /** The packages of this project that an installation without devDependencies brings: these and no others. */
  readonly ours: ReadonlyArray<string>
  /** What such an installation must not bring. */
  readonly without: ReadonlyArray<Thing>
}

/** Things that nobody should get without having asked for them, by the names of their packages. */
export const THINGS = {
  NestJS: /^(@nestjs\/.*|rxjs|reflect-metadata)$/,
  "a database": /^(pg|pg-.*|postgres.*|drizzle-orm|@electric-sql\/.*)$/,
  "an embedded database": /^(drizzle-orm|@electric-sql\/.*)$/,
  Effect: /^(effect|@effect\/.*)$/,
  undici: /^undici$/,
  "a test tool": /^(vitest|@vitest\/.*|valibot|jest|mocha)$/,
  "a compiler": /^(typescript|@typescript\/.*|esbuild|@esbuild\/.*|tsup|rollup|rolldown)$/,
  "types of Node": /^@types\/node$/,
} as const

/** One of `THINGS`. */
export type Thing = keyof typeof THINGS

const PROVIDER = ["@qriskit/core", "@qriskit/payload"]

/** Every consumer: what it gets, and what it must not get. */
export const CONSUMERS: ReadonlyArray<Consumer> = [
  {
    name: "typescript",
    packageManager: "npm",
    shows: "Node and ES modules, Zipay; TypeScript 5.9 and 7, each with nodenext and bundler resolution",
    payments: 4,
    ours: [...PROVIDER, "@qriskit/provider-zipay"],
    without: ["NestJS", "a database", "a test tool", "a compiler"],
  },
  {
    name: "commonjs",
    packageManager: "pnpm",
    shows: "require(), iFortepay; plain JavaScript, and TypeScript that compiles to CommonJS",
    payments: 2,
    ours: [...PROVIDER, "@qriskit/provider-ifortepay"],
    without: ["NestJS", "a database", "a test tool", "a compiler"],
  },
  {
    name: "effect",
    packageManager: "npm",
    shows: "an Effect program, iFortepay; over undici, and over Effect's HttpClient",
    payments: 2,
    ours: [...PROVIDER, "@qriskit/provider-ifortepay"],
    without: ["NestJS", "a database", "a test tool", "a compiler"],
  },
  {
    name: "nestjs-express",
    packageManager: "npm",
    shows: "a NestJS application on Express, iFortepay; webhooks without a database; Jest with ES modules",
    payments: 1,
    ours: [...PROVIDER, "@qriskit/provider-ifortepay", "@qriskit/http", "@qriskit/nestjs"],
    without: ["a database", "a test tool", "a compiler"],
  },
  {
    name: "nestjs-11",
    packageManager: "npm",
    shows: "NestJS 11 on Express, Zipay: a CommonJS application, an ES module; Jest as `nest new` sets it up",
    payments: 2,
    ours: [...PROVIDER, "@qriskit/provider-zipay", "@qriskit/http", "@qriskit/nestjs", "@qriskit/payments"],
    without: ["a test tool", "a compiler"],
  },
  {
    name: "nestjs-fastify",
    packageManager: "pnpm",
    shows: "a NestJS application on Fastify, Zipay; durable payments in an embedded database",
    payments: 1,
    ours: [...PROVIDER, "@qriskit/provider-zipay", "@qriskit/http", "@qriskit/nestjs", "@qriskit/payments"],
    without: ["a test tool", "a compiler"],
  },
  {
    name: "edge",
    packageManager: "npm",
    shows: "a worker bundled with the fetch transport, Zipay; in workerd, and with web globals alone",
    payments: 2,
    ours: [...PROVIDER, "@qriskit/provider-zipay"],
    without: ["NestJS", "a database", "a test tool", "a compiler"],
  },
  {
    name: "runtimes",
    packageManager: "npm",
    shows:
      "one shop on Node 22.19, 24 and 26, Bun, Deno and workerd, iFortepay, callbacks included; too old a Node is told; the guide's pages on their runtimes, Zipay",
    machine: "linux-x64",
    guidePages: ["bun", "deno", "workers", "hono", "elysia"].map((page) => `frameworks/${page}`),
    payments: 14,
    ours: [...PROVIDER, "@qriskit/http", "@qriskit/payments", "@qriskit/provider-ifortepay"],
    without: ["NestJS", "a test tool", "a compiler"],
  },
  {
    name: "bundled",
    packageManager: "npm",
    shows: "provider, embedded database and scanner in one file: esbuild (ESM, CommonJS), rollup, webpack",
    payments: 4,
    ours: [...PROVIDER, "@qriskit/payments", "@qriskit/provider-zipay"],
    without: ["NestJS", "a test tool", "a compiler"],
  },
  {
    name: "doors",
    packageManager: "npm",
    shows: "every package and door without a library behind it, as TypeScript without skipLibCheck reads it",
    payments: 0,
    ours: [
      ...PROVIDER,
      ...["ifortepay", "midtrans", "snap", "xendit", "zipay"].map((it) => `@qriskit/provider-${it}`),
      ...["http", "nestjs", "payments", "statements"].map((it) => `@qriskit/${it}`),
    ],
    without: ["an embedded database", "a test tool", "a compiler"],
  },
  {
    name: "terminal",
    packageManager: "npm",
    shows: "qriskit and qriskit-mcp as npx finds them, over an embedded database, Zipay",
    payments: 1,
    ours: [
      ...PROVIDER,
      ...["ifortepay", "midtrans", "snap", "xendit", "zipay"].map((it) => `@qriskit/provider-${it}`),
      ...["cli", "mcp", "payments", "statements"].map((it) => `@qriskit/${it}`),
    ],
    without: ["NestJS", "a test tool", "a compiler"],
  },
  {
    name: "browser",
    packageManager: "npm",
    shows: "a page with the payload package: a customer's phone, in a browser",
    payments: 1,
    ours: ["@qriskit/payload"],
    without: ["Effect", "undici", "NestJS", "a database", "a test tool", "a compiler", "types of Node"],
  },
]
