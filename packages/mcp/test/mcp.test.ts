import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js"
import { type CallToolResult, CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openShop, type Shop } from "../../cli/test/support/shop.js"

const PROGRAM = fileURLToPath(new URL("../dist/main.js", import.meta.url))
const WHO = { by: "Kasir Contoh", why: "sold out" }

let shop: Shop
const clients: Array<Client> = []

/** A client of the official SDK, with the built server as its child. */
const connect = async (...args: ReadonlyArray<string>): Promise<Client> => {
  const client = new Client({ name: "test", version: "1.0.0" })
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [PROGRAM, ...args],
    env: { PATH: process.env["PATH"] ?? "", ...shop.environment },
    stderr: "pipe",
  })
  await client.connect(transport)
  clients.push(client)
  return client
}

const call = async (
  client: Client,
  name: string,
  input: Record<string, unknown> = {},
): Promise<CallToolResult> => CallToolResultSchema.parse(await client.callTool({ name, arguments: input }))

/** The typed failure that a tool error holds. */
const errorIn = ({ isError, content }: CallToolResult): unknown => {
  expect(isError).toBe(true)
  const last = content.at(-1)
  return JSON.parse(last?.type === "text" ? last.text : "").error
}

const textIn = ({ content: [first] }: CallToolResult): string => (first?.type === "text" ? first.text : "")

beforeAll(async () => {
  shop = await openShop()
  await shop.paid("paid-1", 30_000)
  for (const key of ["open-1", "open-2", "open-3"])
    await shop.payments.open({ key, amount: 25_000, provider: "zipay", orderId: "table-7" })
  await shop.paidAfterCancel("late")
})
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()))
  await shop?.close()
})

describe("a server that looks only", () => {
  let client: Client
  beforeAll(async () => {
    client = await connect()
    // The client holds every answer against the tool's output schema from now on.
    await client.listTools()
  })

  test("has the verbs that look, and says so of each", async () => {
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual([
      ...["find", "show", "watch", "totals", "health", "anomalies", "dead-letters", "unmatched"],
      ...["receipts", "acts", "statements", "statements-lines", "settlement", "explain", "days", "arrived"],
      ...["endpoints", "endpoint-messages", "endpoint-attempts", "schema"],
    ])
    for (const { annotations, inputSchema, outputSchema, description } of tools) {
      expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false, idempotentHint: true })
      expect([inputSchema.type, outputSchema?.type]).toEqual(["object", "object"])
      expect(inputSchema["additionalProperties"]).toBe(false)
      expect(description).not.toContain("Exit code")
    }
    expect(client.getInstructions()).toContain("look only")
  })

  test("every look answers with structured content that fits its schema, and a summary", async () => {
    const days = { from: "2026-10-01", until: "2026-10-02" }
    const inputs = new Map<string, Record<string, unknown>>([
      ["watch", { cursor: 0, seconds: 1 }],
      ...["show", "settlement", "explain"].map((name) => [name, { key: "paid-1" }] as const),
      ...["days", "arrived"].map((name) => [name, days] as const),
    ])
    const { tools } = await client.listTools()
    for (const { name } of tools) {
      const result = await call(client, name, inputs.get(name))
      expect({ name, isError: result.isError, text: textIn(result) }).toMatchObject({
        name,
        isError: undefined,
      })
      expect(result.structuredContent).toBeTypeOf("object")
      expect(textIn(result)).not.toBe("")
    }
  })

  test("pages: `next` of one answer is where the next one begins", async () => {
    const first = await call(client, "find", { orderId: "table-7", limit: 2 })
    expect(first.structuredContent).toMatchObject({ items: [{ key: "open-3" }, { key: "open-2" }] })
    const after = first.structuredContent?.["next"]
    const second = await call(client, "find", { orderId: "table-7", limit: 2, after })
    expect(second.structuredContent).toMatchObject({ items: [{ key: "open-1" }] })
    expect(second.structuredContent).not.toHaveProperty("next")
  })

  test("what is wrong is a tool error with its reason and outcome, and the server goes on", async () => {
    const cases: ReadonlyArray<readonly [string, Record<string, unknown>, Record<string, unknown>]> = [
      ["show", { key: "nothing" }, { tag: "NoSuchPayment", outcome: "not_done" }],
      ["show", {}, { tag: "InvalidInput", message: expect.stringContaining("key") }],
      ["show", { key: 17 }, { tag: "InvalidInput" }],
      ["find", { nonsense: true }, { tag: "InvalidInput", message: expect.stringContaining("nonsense") }],
      ["find", { amount: "25.000" }, { tag: "InvalidInput" }],
      ["find", { limit: 500 }, { tag: "InvalidInput", message: expect.stringContaining("1 to 100") }],
      ["find", { from: "yesterday" }, { tag: "InvalidInput" }],
    ]
    for (const [name, input, error] of cases)
      expect(errorIn(await call(client, name, input))).toMatchObject(error)
    await expect(client.callTool({ name: "pay" })).rejects.toMatchObject({ code: -32602 })
    expect((await call(client, "health")).structuredContent).toMatchObject({ isFine: false, anomalies: 1 })
  })

  test("writes are refused, and nothing is done", async () => {
    const refused = errorIn(await call(client, "cancel", { key: "open-1", ...WHO }))
    expect(refused).toMatchObject({ tag: "ReadOnly", message: expect.stringContaining("--write") })
    expect((await shop.payments.get("open-1")).status).toBe("pending")
  })

  test("payments are resources", async () => {
    const { resourceTemplates } = await client.listResourceTemplates()
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toContain("qriskit://payment/{key}")
    const { contents } = await client.readResource({ uri: "qriskit://payment/paid-1" })
    const [content] = contents
    expect(JSON.parse(content !== undefined && "text" in content ? content.text : "")).toMatchObject({
      payment: { key: "paid-1", status: "paid" },
    })
    for (const uri of ["qriskit://payment/nothing", "qriskit://payment/%E0%A4%A", "qriskit://other"])
      await expect(client.readResource({ uri })).rejects.toMatchObject({ code: -32602 })
  })
})

describe("a server that may write", () => {
  let client: Client
  beforeAll(async () => {
    client = await connect("--write")
    await client.listTools()
  })

  test("every write asks by and why, and says what it does to the world", async () => {
    const { tools } = await client.listTools()
    const writes = tools.filter(({ annotations }) => annotations?.readOnlyHint === false)
    expect(writes.map(({ name }) => name)).toEqual([
      ...[
        "expect",
        "refresh",
        "cancel",
        "refund",
        "resolve-refund",
        "accept",
        "accept-money",
        "ack",
        "replay",
      ],
      "skip",
      // Not statements-import: an assistant reads no files of this machine.
      ...["statements-match", "statements-undo", "endpoint-resend", "endpoint-enable", "endpoint-disable"],
      ...["redact", "migrate"],
    ])
    for (const { inputSchema, description } of writes) {
      expect(inputSchema.required).toEqual(expect.arrayContaining(["by", "why"]))
      expect(description).toContain("Recorded")
    }
    const hintsOf = (name: string) => writes.find((tool) => tool.name === name)?.annotations
    expect(hintsOf("refresh")).toMatchObject({ destructiveHint: false, openWorldHint: true })
    expect(hintsOf("refund")).toMatchObject({ destructiveHint: true, idempotentHint: false })
  })

  test("an order is expected on a printed QR, and its money taken on a person's word", async () => {
    const qr = await shop.sandbox.control.staticQr("snap-midtrans")
    const order = { key: "printed-1", qr, amount: 25_000, within: 30, ...WHO }
    const expected = await call(client, "expect", order)
    expect(expected.structuredContent).toMatchObject({ key: "printed-1", amount: 25_000, status: "pending" })
    expect(errorIn(await call(client, "expect", { ...order, key: "printed-2", surplus: 0 }))).toMatchObject({
      tag: "NoFreeAmount",
      outcome: "not_done",
    })
    expect(errorIn(await call(client, "accept-money", { key: "open-3", ...WHO }))).toMatchObject({
      tag: "NotExpected",
    })
    const taken = await call(client, "accept-money", { key: "printed-1", ...WHO })
    expect(taken.structuredContent).toMatchObject({ status: "paid", paidAmount: 25_000 })
    expect((await shop.payments.acts.list({ limit: 1 }))[0]).toMatchObject({
      verb: "accept-money",
      via: "mcp",
      outcome: "done",
    })
  })

  test("what became of a refund that nobody knows of is taken on a person's word", async () => {
    await shop.paid("unknown-2", 12_000)
    const { externalId } = await shop.unknownRefund("unknown-2")
    const said = { key: "unknown-2", externalId, ...WHO }
    expect(errorIn(await call(client, "resolve-refund", said))).toMatchObject({ tag: "InvalidInput" })
    const resolved = await call(client, "resolve-refund", { ...said, outcome: "went-back" })
    expect(resolved.structuredContent).toMatchObject({ status: "refunded", refunded: 12_000 })
    expect(errorIn(await call(client, "resolve-refund", { ...said, outcome: "stayed" }))).toMatchObject({
      tag: "WrongRefundState",
      outcome: "not_done",
    })
  })

  test("without who and why nothing is done", async () => {
    for (const who of [{}, { by: "Kasir Contoh" }, { by: "", why: "" }])
      expect(errorIn(await call(client, "cancel", { key: "open-2", ...who }))).toMatchObject({
        tag: "InvalidInput",
      })
    expect((await shop.payments.get("open-2")).status).toBe("pending")
  })

  test("what is done asks the provider, and is on record with who, why and through what", async () => {
    const canceled = await call(client, "cancel", { key: "open-1", ...WHO })
    expect(canceled.structuredContent).toMatchObject({ key: "open-1", status: "abandoned" })
    const refund = await call(client, "refund", { key: "paid-1", amount: 10_000, ...WHO })
    expect(refund.structuredContent).toMatchObject({ amount: 10_000, by: "Kasir Contoh" })
    expect(textIn(refund)).toContain("Rp 10.000")
    const tooMuch = await call(client, "refund", { key: "paid-1", amount: 25_000, ...WHO })
    expect(errorIn(tooMuch)).toMatchObject({ tag: "NotRefundable", outcome: "not_done" })
    const [finding] = await shop.payments.anomalies.list()
    await call(client, "ack", { id: finding?.id, ...WHO })
    expect(await shop.payments.anomalies.list()).toEqual([])
    const acts = await shop.payments.acts.list({ limit: 4 })
    expect(acts.map(({ verb, via, by, outcome }) => [verb, via, by, outcome])).toEqual([
      ["acknowledge", "mcp", "Kasir Contoh", "done"],
      ["refund", "mcp", "Kasir Contoh", "refused"],
      ["refund", "mcp", "Kasir Contoh", "done"],
      ["cancel", "mcp", "Kasir Contoh", "done"],
    ])
  })
})

test("lines that are no message are passed over, standard output is the protocol's alone, and it ends with its client", async () => {
  const child = spawn(process.execPath, [PROGRAM], {
    env: { PATH: process.env["PATH"] ?? "", ...shop.environment },
    stdio: ["pipe", "pipe", "pipe"],
  })
  let stdout = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text
  })
  child.stderr.resume()
  const ended = once(child, "exit")
  child.stdin.write('nonsense\n{"jsonrpc":"2.0"}\n[]\n')
  child.stdin.write('{"jsonrpc":"2.0","id":7,"method":"ping"}\n')
  await once(child.stdout, "data")
  child.stdin.end()
  expect(await ended).toEqual([0, null])
  for (const line of stdout.trimEnd().split("\n")) expect(JSON.parse(line)).toMatchObject({ jsonrpc: "2.0" })
  expect(stdout).toContain('"id":7')
})

test("a client that reads no more has gone: no fault, no stack trace", async () => {
  const child = spawn(process.execPath, [PROGRAM], {
    env: { PATH: process.env["PATH"] ?? "", ...shop.environment },
  })
  const ended = once(child, "close")
  let said = ""
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text
  })
  await once(child.stderr, "data")
  child.stdout.destroy()
  child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" })}\n`)
  expect((await ended)[0]).toBe(0)
  expect(said).toMatch(/^qriskit-mcp \S+: looks only\n$/)
})

test("without a database it says what to set", async () => {
  const child = spawn(process.execPath, [PROGRAM], {
    env: { PATH: process.env["PATH"] ?? "" },
    stdio: "pipe",
  })
  let stderr = ""
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text
  })
  expect(await once(child, "close")).toEqual([2, null])
  expect(stderr).toContain("QRISKIT_DATABASE_URL")
})
