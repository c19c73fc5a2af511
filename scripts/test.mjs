// Runs every package's tests through turbo, then says in one line how many passed.
// Arguments go to turbo: `pnpm test --filter=@qriskit/core`.
import { spawn } from "node:child_process"
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"

const RESULTS = "test-results.json"

const folders = ["packages", "apps", "scripts"]
  .flatMap((room) => readdirSync(room).map((name) => join(room, name)))
  .concat("docs")
  .filter((folder) => existsSync(join(folder, "package.json")))
const resultFiles = folders.map((folder) => join(folder, RESULTS))
for (const file of resultFiles) rmSync(file, { force: true })

const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${RESULTS}`]
const asked = process.argv.slice(2)

const turbo = (...args) =>
  new Promise((resolve) =>
    spawn("turbo", ["run", ...args], { stdio: "inherit" }).on("close", (code) => resolve(code ?? 1)),
  )
const test = (concurrency, ...filters) =>
  turbo(
    "test",
    "--continue=dependencies-successful",
    `--concurrency=${concurrency}`,
    ...filters,
    "--",
    ...reporters,
  )

/** The demo's tests wait for a browser most of their time: they run beside all others, and not after them. */
const testAll = async () => {
  const built = await turbo("build", "--output-logs=errors-only")
  if (built !== 0) return [built]
  // With arguments behind `--` a task that others depend on counts as another one, and would be built again by both.
  const [demo, others] = ["--filter=@qriskit/demo", "--filter=!@qriskit/demo"]
  return Promise.all([test(1, "--only", demo), test(2, "--only", others)])
}

const statuses = asked.length === 0 ? await testAll() : [await test(2, ...asked)]
const status = statuses.find((one) => one !== 0) ?? 0

const total = { passed: 0, failed: 0, skipped: 0 }
for (const file of resultFiles.filter(existsSync)) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
    readFileSync(file, "utf8"),
  )
  total.passed += numPassedTests
  total.failed += numFailedTests
  total.skipped += numPendingTests + numTodoTests
}
const demo = join("apps", "demo", RESULTS)
if (existsSync(demo) && JSON.parse(readFileSync(demo, "utf8")).numPendingTests > 0) {
  console.log(
    "The demo's browser tests did not run: no Chromium was found. Install chromium-headless-shell or chromium, or set PLAYWRIGHT_CHROMIUM to one.",
  )
}
const ran = `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`
console.log(
  wasPoolerMissing()
    ? `${ran}. Nothing was tried behind a pooler: pgbouncer is not installed (apt-get install pgbouncer).`
    : ran,
)

const isGreen = status === 0 && total.failed === 0 && total.passed > 0
process.exitCode = isGreen ? 0 : status || 1

/** Where there is no pooler, the tests of payments have one that says so. */
function wasPoolerMissing() {
  const results = join("packages", "payments", RESULTS)
  if (!existsSync(results)) return false
  return JSON.parse(readFileSync(results, "utf8"))
    .testResults.flatMap(({ assertionResults }) => assertionResults)
    .some(({ title, status }) => title.startsWith("pgbouncer is not installed") && status === "passed")
}
