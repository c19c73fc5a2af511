#!/usr/bin/env node
import { readFileSync } from "node:fs"
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js"
import { openDesk } from "@qriskit/cli/verbs"
import { type Command, commandOf, USAGE, UsageError } from "./command.js"
import { makeServer } from "./server.js"

const version = (): string => {
  const manifest: { readonly version: string } = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  )
  return manifest.version
}

/** More than any question has: a line without end is no message. */
const MOST_BYTES = 1_048_576

const serve = async ({ desk: options, mayWrite }: Extract<Command, { does: "serve" }>) => {
  const desk = openDesk(options)
  const server = makeServer({ desk, mayWrite, version: version() })
  const gone = new Promise<void>((resolve) => {
    server.onclose = resolve
    // A client that has gone leaves an end behind, or a pipe that nobody reads: the transport takes neither for it.
    process.stdin.once("end", resolve)
    process.stdout.on("error", () => resolve())
    process.stderr.on("error", () => {})
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve())
  })
  // What is no message is answered by nobody; the next one is read.
  server.onerror = () => console.error("qriskit-mcp: something came that is no message")
  await server.connect(new StdioServerTransport(process.stdin, process.stdout, { maxBufferSize: MOST_BYTES }))
  console.error(`qriskit-mcp ${version()}: ${mayWrite ? "may write" : "looks only"}`)
  await gone
  await server.close()
  await desk.close()
}

try {
  const command = commandOf(process.argv.slice(2), process.env)
  if (command.does === "usage") console.log(USAGE)
  else if (command.does === "version") console.log(version())
  else await serve(command)
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  console.error(`${error.message}\nqriskit-mcp --help says more.`)
  process.exitCode = 2
}
