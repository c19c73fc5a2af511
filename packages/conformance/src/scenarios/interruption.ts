import assert from "node:assert/strict"
import type { ScenarioGroup } from "../scenario.js"

/** In milliseconds: so long a call that was not given up keeps its connection, longer than is prompt. */
const LASTING = { connect: 5_000, headers: 5_000, body: 5_000, deadline: 5_000 } as const

export const interruption: ScenarioGroup = {
  "create-silent": {
    title: "interrupting a create that is never answered ends it promptly and frees its connection",
    run: async (bench) => {
      const { provider } = await bench.open({ connections: 1, timeouts: LASTING })
      await bench.acquirer.fault("create", { kind: "silence" }, 1)
      const creating = bench.start(provider.create(bench.request()))
      await bench.arrival("create", 1)
      await bench.interrupt(creating)
      assert.equal((await bench.runPromptly(provider.create(bench.request()))).status, "pending")
      assert.equal(await bench.acquirer.requests("create"), 2)
    },
  },
  "inquire-silent": {
    title: "interrupting an inquiry that is never answered ends it promptly and frees its connection",
    run: async (bench) => {
      const { ref } = await bench.create()
      const { provider } = await bench.open({ connections: 1, timeouts: LASTING })
      await bench.acquirer.fault("inquire", { kind: "silence" }, 1)
      const inquiring = bench.start(provider.inquire(ref))
      await bench.arrival("inquire", 1)
      await bench.interrupt(inquiring)
      assert.equal((await bench.runPromptly(provider.inquire(ref))).status, "pending")
      assert.equal(await bench.acquirer.requests("inquire"), 2)
    },
  },
  "slow-body": {
    title: "interrupting an inquiry in the middle of its answer ends it promptly and frees its connection",
    run: async (bench) => {
      const { ref } = await bench.create()
      const { provider } = await bench.open({ connections: 1, timeouts: LASTING })
      await bench.acquirer.fault("inquire", { kind: "slow-body", ms: 60_000 }, 1)
      const inquiring = bench.start(provider.inquire(ref))
      await bench.arrival("inquire", 1)
      await bench.interrupt(inquiring)
      assert.equal((await bench.runPromptly(provider.inquire(ref))).status, "pending")
    },
  },
  pause: {
    title: "interrupting the pause before a repeat ends it promptly, and nothing is repeated",
    run: async (bench) => {
      const { ref } = await bench.create()
      const timeouts = { connect: 5_000, headers: 5_000, body: 5_000, deadline: 600_000 }
      const { provider } = await bench.open({
        timeouts,
        retry: { times: 3, baseDelay: 60_000, maxDelay: 60_000 },
      })
      await bench.acquirer.fault("inquire", { kind: "status", status: 503 })
      const inquiring = bench.start(provider.inquire(ref))
      await bench.arrival("inquire", 1)
      await bench.interrupt(inquiring)
      assert.equal(await bench.acquirer.requests("inquire"), 1)
    },
  },
  "others-go-on": {
    title: "interrupting one call does not disturb another that began at the same time",
    run: async (bench) => {
      const { provider, nextSend } = await bench.open()
      const first = nextSend()
      const interrupted = bench.start(provider.create(bench.request()))
      const other = bench.run(provider.create(bench.request()))
      await first
      await bench.interrupt(interrupted)
      assert.equal((await other).status, "pending")
    },
  },
}
