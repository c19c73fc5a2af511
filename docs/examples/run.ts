import { spawn } from "node:child_process"
import { once } from "node:events"
import * as fs from "node:fs"
import * as path from "node:path"
import { text } from "node:stream/consumers"
import { type Sandbox, startSandbox } from "@qriskit/sandbox"
import type { Complaint } from "./complaint.ts"
import { type Example, SCRATCH } from "./example.ts"
import { nameOf, roomOf } from "./workspace.ts"

/** How long a program may take, in milliseconds, on a busy machine too. */
export const TIME_LIMIT = 60_000

/** As many programs run at a time. */
const AT_A_TIME = 2

/** What a runnable example finds in its environment: everything of a reader's `.env`, pointing at the sandbox. */
const environmentOf = ({
  url,
  ifortepay,
  zipay,
  midtrans,
  xendit,
  snap,
}: Sandbox): Record<string, string> => ({
  SANDBOX_URL: url,
  IFORTEPAY_BASE_URL: ifortepay.baseUrl,
  IFORTEPAY_MERCHANT_ID: ifortepay.merchantId,
  IFORTEPAY_SECRET_UNBOUND_ID: ifortepay.secretUnboundId,
  IFORTEPAY_HASH_KEY: ifortepay.hashKey,
  IFORTEPAY_CHANNEL: "NOBU",
  ZIPAY_BASE_URL: zipay.baseUrl,
  ZIPAY_USER_ID: zipay.userId,
  ZIPAY_PASSWORD: zipay.password,
  ZIPAY_MERCHANT_ID: zipay.merchantId,
  ZIPAY_MERCHANT_KEY: zipay.merchantKey,
  MIDTRANS_BASE_URL: midtrans.baseUrl,
  MIDTRANS_SERVER_KEY: midtrans.serverKey,
  XENDIT_BASE_URL: xendit.baseUrl,
  XENDIT_SECRET_KEY: xendit.secretKey,
  XENDIT_CALLBACK_TOKEN: xendit.callbackToken,
  SNAP_MIDTRANS_BASE_URL: snap.midtrans.baseUrl,
  SNAP_MIDTRANS_ENVIRONMENT: snap.midtrans.environment,
  SNAP_MIDTRANS_CLIENT_ID: snap.midtrans.clientId,
  SNAP_MIDTRANS_PARTNER_ID: snap.midtrans.partnerId,
  SNAP_MIDTRANS_MERCHANT_ID: snap.midtrans.merchantId,
  SNAP_MIDTRANS_CLIENT_SECRET: snap.midtrans.clientSecret,
  SNAP_MIDTRANS_PRIVATE_KEY: snap.midtrans.privateKey,
  SNAP_MIDTRANS_ACQUIRER_KEYS: snap.midtrans.acquirerKeys,
  SNAP_MIDTRANS_CHANNEL_ID: snap.midtrans.settings["channelId"] ?? "",
  SNAP_MIDTRANS_ACQUIRER: snap.midtrans.settings["acquirer"] ?? "",
  DATABASE_URL: "memory://",
  PORT: "0",
  NO_COLOR: "1",
})

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")

/** Whether a program printed what its page says. `…` stands for anything, on a line of its own for any lines. */
export const isPrinted = (expected: string, printed: string): boolean =>
  new RegExp(`^${expected.trim().split("…").map(escaped).join("[^]*?")}$`).test(printed.trim())

/** The line of the example in which its program failed, as its stack trace has it. */
const failedLine = ({ module, line }: Example, stderr: string): number =>
  Number(new RegExp(`${escaped(module)}:(\\d+)`).exec(stderr)?.[1] ?? line)

interface Ended {
  readonly code: unknown
  readonly stdout: string
  readonly stderr: string
  readonly isLate: boolean
}

const runProgram = async (module: string, env: Record<string, string>, timeLimit: number): Promise<Ended> => {
  const cwd = path.dirname(module)
  const child = spawn(process.execPath, [module], { cwd, env, stdio: ["ignore", "pipe", "pipe"] })
  let isLate = false
  const limit = setTimeout(() => {
    isLate = child.kill("SIGKILL")
  }, timeLimit)
  const printed = Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = await once(child, "close")
  clearTimeout(limit)
  const [stdout, stderr] = await printed
  return { code, stdout, stderr, isLate }
}

/** Runs one example as a process of its own, with a sandbox of its own; `more`: what its environment has besides. */
export const run = async (
  example: Example,
  timeLimit = TIME_LIMIT,
  more: Readonly<Record<string, string>> = {},
): Promise<ReadonlyArray<Complaint>> => {
  const { file, line, module, output } = example
  const complain = (message: string, at = line): ReadonlyArray<Complaint> => [{ file, line: at, message }]
  const sandbox = await startSandbox({ clock: "manual" })
  const { code, stdout, stderr, isLate } = await runProgram(
    module,
    { ...environmentOf(sandbox), ...more },
    timeLimit,
  ).finally(() => sandbox.close())
  const said = stderr.replaceAll(module, nameOf(file)).trim()
  if (isLate)
    return complain(`did not end within ${timeLimit / 1_000} s; so far it printed:\n${stdout}${said}`)
  if (code !== 0) return complain(`ended with exit code ${code}:\n${said}`, failedLine(example, stderr))
  if (output !== undefined && !isPrinted(output, stdout)) {
    return complain(`printed something else than its page says:\n${stdout.trim()}`)
  }
  return []
}

/** Writes the examples where they are run; whatever else is there is gone afterwards. */
const withFiles = async <A>(examples: ReadonlyArray<Example>, work: () => Promise<A>): Promise<A> => {
  const folders = new Set(examples.map(({ file }) => path.join(roomOf(file).folder, SCRATCH)))
  const remove = () => {
    for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true })
  }
  remove()
  try {
    for (const { module, text: code } of examples) {
      fs.mkdirSync(path.dirname(module), { recursive: true })
      fs.writeFileSync(module, code)
    }
    return await work()
  } finally {
    remove()
  }
}

/** Runs those of the examples that are marked `runnable`; `more`: what their environment has besides. */
export const runAll = (
  examples: ReadonlyArray<Example>,
  more: Readonly<Record<string, string>> = {},
): Promise<ReadonlyArray<Complaint>> => {
  const waiting = examples.filter(({ isRunnable }) => isRunnable)
  const complaints: Array<Complaint> = []
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      complaints.push(...(await run(next, TIME_LIMIT, more)))
    }
  }
  return withFiles(examples, async () => {
    await Promise.all(Array.from({ length: AT_A_TIME }, worker))
    return complaints
  })
}
