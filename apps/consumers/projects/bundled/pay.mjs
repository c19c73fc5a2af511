// Builds the shop with each bundler, moves the file to where no package is, and takes a payment with it.
import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { copyFile, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import * as path from "node:path"
import { promisify } from "node:util"
import { startSandbox } from "@qriskit/sandbox"
import { bundleAll } from "./bundle.mjs"

const run = promisify(execFile)
const sandbox = await startSandbox()
const empty = await mkdtemp(path.join(tmpdir(), "qriskit-bundled-"))
const runAlone = async (file, externalId) => {
  const copy = path.join(empty, path.basename(file))
  await copyFile(file, copy)
  return run(process.execPath, [copy, JSON.stringify(sandbox.zipay), externalId], {
    cwd: empty,
    timeout: 60_000,
  })
}
try {
  const { files, bare } = await bundleAll("dist")
  for (const [name, file] of Object.entries(files)) {
    const { stdout } = await runAlone(file, `${name}-1001-1`)
    const { ref, payload, ok } = JSON.parse(stdout)
    assert.equal(ok, true, "the QR is no QRIS string")
    await sandbox.control.pay(payload)
    console.log(`paid: ${ref.externalId}, Rp 25000`)
  }
  const failure = await runAlone(bare, "bare-1001-1").then(
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
