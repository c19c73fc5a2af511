// Runs the bundle in a real browser, or where there is none in a context that has the language and nothing else.
import { existsSync, readFileSync } from "node:fs"
import { createContext, runInContext } from "node:vm"
import { chromium } from "playwright-core"

const CHROMIUM = [
  process.env.PLAYWRIGHT_CHROMIUM,
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
].find((path) => path && existsSync(path))

const openBrowser = async (script) => {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] })
  const page = await browser.newPage()
  await page.addScriptTag({ path: script })
  console.log(`note: ran in Chromium ${browser.version()}`)
  return {
    scan: (text) => page.evaluate((it) => globalThis.phone.scan(it), text),
    close: () => browser.close(),
  }
}

const openContext = (script) => {
  if (process.env.REQUIRE_BROWSER) throw new Error("no Chromium was found, and REQUIRE_BROWSER is set")
  console.log(
    "note: no Chromium was found (PLAYWRIGHT_CHROMIUM may name one); ran in a context without Node's globals",
  )
  const context = createContext({ TextDecoder, TextEncoder })
  runInContext(readFileSync(script, "utf8"), context)
  return { scan: async (text) => context.phone.scan(text), close: () => {} }
}

/** Opens a page with the bundle in it. */
export const openPage = (script) => (CHROMIUM ? openBrowser(script) : openContext(script))
