import { once } from "node:events"
import type * as net from "node:net"
import { generate } from "selfsigned"
import { onTestFinished } from "vitest"

/** Has a server listen on a free port until the test ends, which ends its connections too. */
export const listening = async (server: net.Server, host = "127.0.0.1"): Promise<number> => {
  const sockets = new Set<net.Socket>()
  server.on("connection", (socket) => {
    sockets.add(socket)
    socket.on("error", () => {})
  })
  server.listen(0, host)
  await once(server, "listening")
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  )
  const address = server.address()
  if (typeof address !== "object" || address === null) throw new Error("the server has no port")
  return address.port
}

/** A certificate that nobody signed, for a name, and for addresses where the test wants them in it. */
export const certificateFor = (name: string, ...addresses: ReadonlyArray<string>) =>
  generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    extensions: [
      { name: "basicConstraints", cA: true },
      {
        name: "subjectAltName",
        altNames: [{ type: 2, value: name } as const, ...addresses.map((ip) => ({ type: 7, ip }) as const)],
      },
    ],
  })
