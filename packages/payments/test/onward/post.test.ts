import * as http from "node:http"
import * as https from "node:https"
import * as net from "node:net"
import type { TLSSocket } from "node:tls"
import { describe, expect, onTestFinished, test, vi } from "vitest"
import { certificateFor, listening } from "../../../core/test/support/listening.js"
import {
  decodeEndpointsSettings,
  type EndpointsSettingsInput,
  type LookUp,
} from "../../src/onward/options.js"
import { post } from "../../src/onward/post.js"

const HOST = "toko.example"

/** What happens to a request, and how many there were. */
const serve = async (handle: http.RequestListener, host?: string) => {
  const seen: Array<http.IncomingMessage> = []
  const server = http.createServer((request, response) => {
    seen.push(request)
    request.resume()
    handle(request, response)
  })
  return { seen, port: await listening(server, host) }
}

const settings = (input: EndpointsSettingsInput = {}) =>
  decodeEndpointsSettings({ allowHttp: true, ports: "any", attemptMillis: 2_000, ...input })
const on = { allowPrivate: ["127.0.0.0/8"] }
const posted = (url: string, input: EndpointsSettingsInput) =>
  post({ url, headers: { "webhook-id": "msg_1" }, body: "{}" }, settings(input))
const gives =
  (...addresses: ReadonlyArray<string>): LookUp =>
  async () =>
    addresses

describe("a name", () => {
  test.each([
    ["127.0.0.1"],
    ["169.254.169.254"],
    ["::ffff:127.0.0.1"],
    ["1.1.1.1", "127.0.0.1"],
    ["2606:4700::1111", "fd00::1"],
  ])("that points to %s %s is refused, and nothing is sent", async (...addresses) => {
    const { seen, port } = await serve((_, response) => response.end())
    const answer = await posted(`http://${HOST}:${port}/`, { lookup: gives(...addresses.filter(Boolean)) })
    expect(answer.status).toBeUndefined()
    expect(answer.why).toMatch(
      /^its name points to .*, an address of a private or special network; nothing was sent$/,
    )
    expect(seen).toEqual([])
  })

  test("whose answer changes is connected to where it was checked: it is looked up once, and the connection asks nobody", async () => {
    const { seen, port } = await serve((_, response) => response.end())
    const other = await serve((_, response) => response.end(), "127.0.0.2")
    const lookup = vi.fn<LookUp>().mockResolvedValueOnce(["127.0.0.1"]).mockResolvedValue(["127.0.0.2"])
    expect(await posted(`http://${HOST}:${port}/`, { ...on, lookup })).toMatchObject({ status: 200 })
    expect(lookup).toHaveBeenCalledTimes(1)
    expect(seen.map(({ headers }) => headers.host)).toEqual([`${HOST}:${port}`])
    expect(other.seen).toEqual([])
  })

  test("that has no address, or cannot be looked up, or gives no address is nobody's", async () => {
    const why = async (lookup: LookUp) => (await posted(`http://${HOST}/`, { lookup })).why
    expect(await why(gives())).toBe("its name has no address")
    expect(await why(async () => Promise.reject(Object.assign(new Error("no"), { code: "ENOTFOUND" })))).toBe(
      "its name could not be looked up (ENOTFOUND)",
    )
    expect(await why(gives("localhost"))).toBe("the look-up of its name gave what is no address")
    expect(await why(() => new Promise(() => {}))).toBe("no answer came within 2000 ms")
  })

  test("that cannot be in any DNS is told as that", async () => {
    expect((await posted("http://toko.invalid/", {})).why).toMatch(
      /^its name (has no address|could not be looked up)/,
    )
  })

  test("is found in the hosts file where private addresses are allowed", async () => {
    const { seen, port } = await serve((_, response) => response.end())
    expect(await posted(`http://localhost:${port}/`, { allowPrivate: true })).toMatchObject({ status: 200 })
    expect(seen).toHaveLength(1)
  })

  test("with an address where nobody listens is reached at its next one", async () => {
    const { port } = await serve((_, response) => response.end(), "127.0.0.1")
    const lookup = gives("127.0.0.3", "127.0.0.1")
    expect(await posted(`http://${HOST}:${port}/`, { ...on, lookup })).toMatchObject({ status: 200 })
  })

  test("is not asked for an address: that one is checked and connected to", async () => {
    const lookup = vi.fn<LookUp>()
    const { port } = await serve((_, response) => response.end())
    expect(await posted(`http://127.0.0.1:${port}/`, { ...on, lookup })).toMatchObject({ status: 200 })
    expect((await posted(`http://127.0.0.1:${port}/`, { lookup })).why).toContain(
      "private or special network",
    )
    expect(lookup).not.toHaveBeenCalled()
  })
})

describe("an answer", () => {
  const from = async (handle: http.RequestListener, input: EndpointsSettingsInput = {}) => {
    const { seen, port } = await serve(handle)
    return { seen, answer: await posted(`http://127.0.0.1:${port}/`, { ...on, ...input }) }
  }

  test("without end is read as far as anybody needs it", async () => {
    let sent = 0
    let isClosed = false
    const { answer } = await from((_, response) => {
      response.on("close", () => {
        isClosed = true
      })
      const more = (): void => {
        while (!isClosed && sent < 1e8) {
          sent += 65_536
          if (!response.write("x".repeat(65_536))) {
            response.once("drain", more)
            return
          }
        }
      }
      more()
    })
    expect(answer).toEqual({ status: 200, body: "x".repeat(1_024) })
    await expect.poll(() => isClosed).toBe(true)
    expect(sent).toBeLessThan(2e7)
  })

  test("whose body never ends counts by its status", async () => {
    const { answer } = await from((_, response) => {
      response.write("wait")
    })
    expect(answer).toEqual({ status: 200, body: "wait" })
  })

  test("that breaks off in its body counts by its status", async () => {
    const { answer } = await from((_, response) => {
      response.writeHead(202, { "content-length": 100 })
      response.write("half")
      setImmediate(() => response.destroy())
    })
    expect(answer).toMatchObject({ status: 202 })
  })

  test("that does not come is waited for so long", async () => {
    const { answer } = await from(() => {}, { attemptMillis: 150 })
    expect(answer).toEqual({ body: "", why: "no answer came within 150 ms" })
  })

  test("that is a redirect is an answer, and nothing is sent to where it leads", async () => {
    const elsewhere = await serve((_, response) => response.end())
    const { answer } = await from((_, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${elsewhere.port}/` }).end()
    })
    expect(answer).toMatchObject({ status: 307 })
    expect(elsewhere.seen).toEqual([])
  })

  test("with headers without end, another protocol, or no HTTP at all is none", async () => {
    const raw = async (reply: string) => {
      const server = net.createServer((socket) => {
        socket.once("data", () => socket.end(reply))
      })
      return posted(`http://127.0.0.1:${await listening(server)}/`, on)
    }
    const broken = /^the connection broke before an answer \((HPE_|ECONN)/
    expect((await raw(`HTTP/1.1 200 OK\r\n${"a: b\r\n".repeat(20_000)}\r\n`)).why).toMatch(broken)
    expect((await raw("SSH-2.0-OpenSSH\r\n")).why).toMatch(broken)
    expect((await raw("")).why).toMatch(broken)
    expect(
      (await raw("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n")).why,
    ).toBe("it answered with another protocol")
  })

  test("is not asked for where nobody listens", async () => {
    const server = net.createServer()
    const port = await listening(server)
    await new Promise((done) => server.close(done))
    expect((await posted(`http://127.0.0.1:${port}/`, on)).why).toBe(
      "no connection could be made (ECONNREFUSED)",
    )
  })
})

describe("TLS", () => {
  test("is verified for the URL's name, whichever address is connected to", async () => {
    const { private: key, cert } = await certificateFor(HOST)
    const names: Array<unknown> = []
    const server = https.createServer({ key, cert }, (request, response) => {
      names.push((request.socket as TLSSocket).servername)
      response.end()
    })
    const port = await listening(server)
    const input = { ...on, ca: cert, lookup: gives("127.0.0.1") }
    expect(await posted(`https://${HOST}:${port}/`, input)).toMatchObject({ status: 200 })
    expect(names).toEqual([HOST])
    expect((await posted(`https://lain.example:${port}/`, input)).why).toBe(
      "no connection could be made (ERR_TLS_CERT_ALTNAME_INVALID)",
    )
    expect((await posted(`https://127.0.0.1:${port}/`, input)).why).toBe(
      "no connection could be made (ERR_TLS_CERT_ALTNAME_INVALID)",
    )
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0")
    onTestFinished(() => void vi.unstubAllEnvs())
    expect((await posted(`https://${HOST}:${port}/`, { ...on, lookup: gives("127.0.0.1") })).why).toMatch(
      /^no connection could be made \(.*SELF_SIGNED/,
    )
    expect(names).toHaveLength(1)
  })
})
