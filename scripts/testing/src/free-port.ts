import { once } from "node:events"
import { createServer } from "node:net"

/** Below the ports that systems give out by themselves: none of those is taken between now and its use. */
const LOWEST = 20_000
const HIGHEST = 32_000

/** A port that nobody listens at now. */
export const freePort = async (): Promise<number> => {
  const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST))
  const server = createServer().listen(port, "127.0.0.1")
  const isFree = await new Promise<boolean>((resolve) => {
    server.once("listening", () => resolve(true)).once("error", () => resolve(false))
  })
  if (!isFree) return freePort()
  server.close()
  await once(server, "close")
  return port
}
