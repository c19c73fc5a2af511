import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Page } from "playwright-core"

/** `pnpm run screenshots` renews the pictures that stand beside the README; no other run takes any. */
export const takeScreenshot = async (
  page: Page,
  name: string,
  options: { readonly fullPage?: boolean } = {},
): Promise<void> => {
  const path = fileURLToPath(new URL(`../../../screenshots/${name}.png`, import.meta.url))
  if (process.env["RENEW_SCREENSHOTS"] && existsSync(path)) await page.screenshot({ path, ...options })
}
