import { connect } from "node:net"
import { tmpdir } from "node:os"
import { describe, expect, it } from "vitest"
import { CommandFailed, run } from "../src/command.ts"

const here = { folder: tmpdir(), environment: process.env, seconds: 30 }
const node = (script: string, seconds = here.seconds) =>
  run(process.execPath, ["--eval", script], { ...here, seconds })

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1")
    socket.once("error", () => resolve(false))
    socket.once("connect", () => {
      socket.destroy()
      resolve(true)
    })
  })

describe("run(program)", () => {
  it("answers what the program wrote to both streams", async () => {
    const output = await node('console.log("out"); console.error("err")')
    expect(output.split("\n").sort()).toEqual(["", "err", "out"])
  })

  it("fails with the exit code and the end of what was written", async () => {
    const failure = node('console.log("the reason"); process.exitCode = 3')
    await expect(failure).rejects.toThrow(CommandFailed)
    await expect(failure).rejects.toThrow(/ended with exit code 3:\nthe reason$/)
  })

  it("fails where there is no such program", async () => {
    await expect(run("no-such-program", [], here)).rejects.toThrow("no-such-program")
  })

  it("ends a program that takes too long, and what it started", async () => {
    const server = `require("node:net").createServer().listen(0, "127.0.0.1", function () {
      console.log(this.address().port)
    })`
    const script = `
      require("node:child_process").spawn(process.execPath, ["--eval", ${JSON.stringify(server)}], { stdio: "inherit" })
      setInterval(() => {}, 1000)`
    const error: unknown = await node(script, 2).catch((it) => it)
    expect(error).toBeInstanceOf(CommandFailed)
    const [, port] = String(error).match(/was not done after 2 s:\n(\d+)$/) ?? []
    expect(Number(port)).toBeGreaterThan(0)
    expect(await isListening(Number(port))).toBe(false)
  })
})
