import { existsSync } from "node:fs"

const CANDIDATES = [
  process.env["PLAYWRIGHT_CHROMIUM"],
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
]

/** A Chromium on this machine, or `undefined`: browser tests are then skipped, and say so at the end. */
export const CHROMIUM = CANDIDATES.find((path) => path !== undefined && path !== "" && existsSync(path))
