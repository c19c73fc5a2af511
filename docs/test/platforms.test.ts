import { readFileSync } from "node:fs"
import * as path from "node:path"
import { afterAll, expect, it } from "vitest"
import { startPostgres } from "../../packages/payments/test/support/postgres-server.js"
import { inspect } from "../examples/inspect.ts"
import { runAll } from "../examples/run.ts"
import { ROOT } from "../examples/workspace.ts"

const PAGE = path.join(ROOT, "docs/platforms.md")

const server = await startPostgres()
afterAll(() => server.stop())

// The checker of examples runs it over the embedded database.
it("the page about platforms runs over a PostgreSQL server, too", async () => {
  const { examples } = inspect(PAGE, readFileSync(PAGE, "utf8"))
  expect(examples.filter(({ isRunnable }) => isRunnable)).toHaveLength(1)
  expect(await runAll(examples, { DATABASE_URL: server.url })).toEqual([])
})
