import type pg from "pg"
import { Connection, isOwnSession } from "./connection.js"

const ignore = (): void => {}

/** After a connection broke, the next one is tried so much later, in milliseconds. */
const PAUSE = 1_000

const POOLED =
  "listenUrl leads to a pooler, which hands sessions round: nothing is heard over it; name the server's own address"

/**
 * Listens on a channel over a connection of its own, and connects again when it breaks, until it is told to stop.
 * `broke` hears why nothing can be heard, once until something can again.
 */
export const listenTo = (
  config: pg.ClientConfig,
  channel: string,
  heard: (payload: string) => void,
  broke: (why: unknown) => void,
): { stop(): Promise<void> } => {
  let client: Connection | undefined
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let isDeaf = false

  const connectLater = (): void => {
    client = undefined
    if (isStopped) return
    timer = setTimeout(() => void connect(), PAUSE)
    timer.unref()
  }
  const connect = async (): Promise<void> => {
    const connecting = new Connection(config)
    client = connecting
    connecting.on("notification", ({ payload = "" }) => heard(payload))
    connecting.once("end", connectLater)
    try {
      await connecting.connect()
      if (!(await isOwnSession(connecting))) throw new Error(POOLED)
      await connecting.query(`listen ${channel}`)
      isDeaf = false
    } catch (why) {
      if (!isDeaf && !isStopped) broke(why)
      isDeaf = true
      // It ends, and another is tried.
      await connecting.end().catch(ignore)
    }
  }
  void connect()
  return {
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      // Nothing is under way on it, and its server may never answer a farewell.
      client?.cut()
    },
  }
}
