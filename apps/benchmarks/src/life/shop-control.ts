import type { ChildProcess } from "node:child_process"
import { once } from "node:events"
import { started } from "../started.js"
import type { Reply, Request, Setup } from "./messages.js"

type Said<K extends Reply["is"]> = Extract<Reply, { readonly is: K }>

/** A shop in a process of its own, from the outside. */
export interface RunningShop {
  ask<K extends Reply["is"]>(request: Request, is: K): Promise<Said<K>>
  /** Handlers that ran so far. */
  handled(): number
  stop(): Promise<void>
}

/** A shop may take so long for one thing, in milliseconds. */
const PATIENCE = 300_000

export const startShop = async (setup: Setup): Promise<RunningShop> => {
  const [child] = await started("life/shop-process.js", JSON.stringify(setup))
  let handled = 0
  child.on("message", (reply: Reply) => {
    if (reply.is === "handled") handled = reply.times
  })
  return {
    ask: (request, is) => answer(child, request, is),
    handled: () => handled,
    // It ends by itself when nobody speaks with it any more.
    stop: async () => {
      if (!child.connected) return
      const ended = once(child, "exit")
      child.disconnect()
      await ended
    },
  }
}

const answer = <K extends Reply["is"]>(child: ChildProcess, request: Request, is: K): Promise<Said<K>> =>
  new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer)
      child.off("message", hear)
      child.off("exit", gone)
    }
    const hear = (reply: Reply): void => {
      if (reply.is !== is) return
      end()
      // What it is was just looked at.
      resolve(reply as Said<K>)
    }
    const gone = (code: number | null): void => {
      end()
      reject(new Error(`the shop ended with exit code ${code} while it was asked to ${request.do}`))
    }
    const timer = setTimeout(() => {
      end()
      reject(new Error(`the shop did not ${request.do} in time`))
    }, PATIENCE)
    child.on("message", hear)
    child.on("exit", gone)
    child.send(request)
  })
