import { type ChildProcess, spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { beforeAll, expect, test } from "vitest"
import { connectSandbox, startSandbox } from "../src/index.js"

// The command as it is published: what `build` has made.
const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url))

beforeAll(() => {
  if (!existsSync(CLI)) throw new Error("Build the package first: the command is tested as it is published.")
})

interface Run {
  readonly child: ChildProcess
  readonly output: () => string
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

function run(...args: ReadonlyArray<string>): Run {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "pipe"] })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk
    })
  }
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once("close", (code, signal) => resolve({ code, signal })),
  )
  return { child, output: () => output, ended }
}

test.each(["SIGINT", "SIGTERM"] as const)(
  "starts, prints settings to paste, serves, and stops cleanly on %s",
  async (signal) => {
    const { child, output, ended } = run("--port", "0", "--seed", "5", "--clock", "manual")
    await expect.poll(output).toContain("Ctrl-C stops it.")
    const settings = Object.fromEntries(
      output()
        .split("\n")
        .flatMap((line) => {
          const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? []
          return name === undefined ? [] : [[name, value]]
        }),
    )
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output())?.[0] ?? ""
    expect(settings).toEqual({
      IFORTEPAY_BASE_URL: `${url}/ifortepay`,
      IFORTEPAY_MERCHANT_ID: "IFP0000000001",
      IFORTEPAY_SECRET_UNBOUND_ID: "0x00112233445566778899",
      IFORTEPAY_HASH_KEY: "testHashKey0123456789abcdef/+=",
      IFORTEPAY_CHANNEL: "NOBU",
      ZIPAY_BASE_URL: `${url}/zipay`,
      ZIPAY_USER_ID: "sandbox-user",
      ZIPAY_PASSWORD: "sandbox-password",
      ZIPAY_MERCHANT_ID: "3",
      ZIPAY_MERCHANT_KEY: "a1398c51-ed9c-48f9-954c-80b8d93963c6",
      MIDTRANS_BASE_URL: `${url}/midtrans`,
      MIDTRANS_SERVER_KEY: "SB-Mid-server-qriskit-demo",
      XENDIT_BASE_URL: `${url}/xendit`,
      XENDIT_SECRET_KEY: "xnd_development_qriskit_demo",
      XENDIT_CALLBACK_TOKEN: "sandbox-callback-token-0123456789",
    })
    const control = connectSandbox(url)
    const before = await control.now()
    expect((await control.advance(1_000)).getTime()).toBe(before.getTime() + 1_000)
    child.kill(signal)
    expect(await ended).toEqual({ code: 0, signal: null })
  },
)

test("says in one sentence that the port is in use and ends with 1", async () => {
  await using sandbox = await startSandbox()
  const { port } = new URL(sandbox.url)
  const { output, ended } = run("--port", port)
  expect((await ended).code).toBe(1)
  expect(output()).toBe(`Port ${port} on 127.0.0.1 is in use. Choose another, or 0 for any free one.\n`)
})

test.each([
  ["an option that does not exist", ["--nonsense"], "--nonsense"],
  ["a port that is no number", ["--port", "http"], "--port takes a whole number."],
  ["a port beyond the last", ["--port", "70000"], "port: at most 65535"],
  ["a clock that does not exist", ["--clock", "sundial"], "--clock is real or manual."],
  ["a callback URL that is none", ["--zipay-callback-url", "x"], "zipay.callbackUrl"],
])("refuses %s in one line and ends with 1", async (_name, args, words) => {
  const { output, ended } = run(...args)
  expect((await ended).code).toBe(1)
  expect(output()).toContain(words)
  expect(output().trim().split("\n")).toHaveLength(1)
})

test("tells how it is used, and its version", async () => {
  const help = run("--help")
  expect((await help.ended).code).toBe(0)
  expect(help.output()).toContain("Usage: qriskit-sandbox")
  const version = run("--version")
  expect((await version.ended).code).toBe(0)
  expect(version.output()).toMatch(/^\d+\.\d+\.\d+/)
})
