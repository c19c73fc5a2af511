// Builds the shop with each bundler, moves its folder to where no package is, and takes a payment with it.
import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { cp, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import * as path from "node:path"
import { promisify } from "node:util"
import { startSandbox } from "@qriskit/sandbox"
import { bundleAll } from "./bundle.mjs"

const run = promisify(execFile)
const sandbox = await startSandbox()
const empty = await mkdtemp(path.join(tmpdir(), "qriskit-bundled-"))
const runAlone = async (file, argument) => {
  const folder = path.join(empty, path.basename(path.dirname(file)))
  await cp(path.dirname(file), folder, { recursive: true })
  return run(process.execPath, [path.join(folder, path.basename(file)), JSON.stringify(argument)], {
    cwd: folder,
    timeout: 60_000,
  })
}
try {
  const { files, bare } = await bundleAll("dist")
  for (const [name, file] of Object.entries(files)) {
    const key = `${name}-1001`
    const order = {
      settings: sandbox.zipay,
      control: `${new URL(sandbox.zipay.baseUrl).origin}/_sandbox`,
      key,
      folder: "./data",
    }
    const { stdout } = await runAlone(file, order)
    const [, seen] = /^(\{.*\})$/m.exec(stdout) ?? []
    assert.deepEqual(JSON.parse(seen), { key, ok: true, status: "paid", amount: 25_000 })
    console.log(`paid: ${key}, Rp 25000`)
  }
  const failure = await runAlone(bare, sandbox.zipay).then(
    () => assert.fail("a bundle without the banner should have said what is missing"),
    ({ stderr }) => String(stderr),
  )
  assert.match(failure, /Unsupported/)
  assert.match(failure, /undici could not be loaded \(Dynamic require of/)
  assert.doesNotMatch(failure, /NetworkFailure/)
} finally {
  await sandbox.close()
  await rm(empty, { recursive: true })
}
