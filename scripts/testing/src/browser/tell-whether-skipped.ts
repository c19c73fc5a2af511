import { CHROMIUM } from "./chromium.js"

const MISSING =
  "Browser tests were SKIPPED: no Chromium was found. Install chromium-headless-shell or chromium, or set PLAYWRIGHT_CHROMIUM to one."

/**
 * Where the browser tests must run (REQUIRE_BROWSER is set), a missing browser ends the run. Elsewhere the
 * last line says it.
 */
export default (): (() => void) => {
  if (CHROMIUM === undefined && process.env["REQUIRE_BROWSER"]) throw new Error(MISSING)
  return () => {
    if (CHROMIUM === undefined) process.stdout.write(`\n${MISSING}\n`)
  }
}
