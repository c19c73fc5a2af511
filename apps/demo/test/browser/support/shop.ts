import { type Sandbox, type SandboxOptions, startSandbox } from "@qriskit/sandbox"
import { CHROMIUM } from "@qriskit/testing/browser"
import { freePort } from "@qriskit/testing/free-port"
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core"
import { freshDatabase } from "../../support/postgres.js"
import { startTill, type TillProcess } from "../../support/till-process.js"
import { type Camera, openCamera } from "./camera.js"

export const PASSWORD = "kata-sandi-contoh"

/** A till in its process, the acquirers, and a browser. */
export interface Shop {
  readonly url: string
  readonly sandbox: Sandbox
  readonly till: TillProcess
  /** What the till was started with. */
  readonly settings: Readonly<Record<string, string>>
  readonly camera: Camera
  /** Kills the till and starts it again, on the same port and the same books. */
  restart(): Promise<void>
  /** A browser's page, signed in. */
  open(options?: BrowserContextOptions): Promise<Page>
  /** A browser's page where nobody is signed in. */
  visit(options?: BrowserContextOptions): Promise<Page>
  close(): Promise<void>
}

const ENGLISH: BrowserContextOptions = { locale: "en-GB", reducedMotion: "reduce" }

/** What the sandbox prints at its start, as variables: the credentials of one shop. */
const accountsAt = ({
  url,
  ifortepay,
  zipay,
  midtrans,
  xendit,
}: Sandbox): Readonly<Record<string, string>> => ({
  SANDBOX_URL: url,
  IFORTEPAY_BASE_URL: ifortepay.baseUrl,
  IFORTEPAY_MERCHANT_ID: ifortepay.merchantId,
  IFORTEPAY_SECRET_UNBOUND_ID: ifortepay.secretUnboundId,
  IFORTEPAY_HASH_KEY: ifortepay.hashKey,
  IFORTEPAY_CHANNEL: "NOBU",
  ZIPAY_BASE_URL: zipay.baseUrl,
  ZIPAY_USER_ID: zipay.userId,
  ZIPAY_PASSWORD: zipay.password,
  ZIPAY_MERCHANT_ID: zipay.merchantId,
  ZIPAY_MERCHANT_KEY: zipay.merchantKey,
  MIDTRANS_BASE_URL: midtrans.baseUrl,
  MIDTRANS_SERVER_KEY: midtrans.serverKey,
  XENDIT_BASE_URL: xendit.baseUrl,
  XENDIT_SECRET_KEY: xendit.secretKey,
  XENDIT_CALLBACK_TOKEN: xendit.callbackToken,
  XENDIT_QR_CHECK: "strict",
})

/** Two branches, whose accounts the till has of the sandbox itself. */
export const BRANCHES = {
  BRANCHES: "toko-menteng,toko-dago",
  TOKO_MENTENG_PASSWORD: "kata-sandi-menteng",
  TOKO_DAGO_PASSWORD: "kata-sandi-dago",
} as const

/** Signs in as a person does. */
export const signIn = async (page: Page): Promise<void> => {
  await page.goto("/")
  await page.getByLabel("Password").fill(PASSWORD)
  await page.getByRole("button", { name: "Sign in" }).click()
  await page.getByRole("heading", { name: "New payment" }).waitFor()
}

/** The same at a branch, or as the owner. */
export const signInAt = async (page: Page, seat: string, password: string): Promise<void> => {
  await page.goto("/login")
  await page.getByLabel("Where").selectOption(seat)
  await page.getByLabel("Password").fill(password)
  await page.getByRole("button", { name: "Sign in" }).click()
  await page.getByRole("button", { name: "Sign out" }).waitFor()
}

/** Opens a shop, on a database of its own. The sandbox lives in the test, so that it outlasts the till. */
export const openShop = async (
  environment: Readonly<Record<string, string>> = {},
  acquirers: SandboxOptions = {},
): Promise<Shop> => {
  const sandbox = await startSandbox({ clock: "manual", ...acquirers })
  const port = await freePort()
  const settings = {
    PORT: String(port),
    BOOKS_PASSWORD: PASSWORD,
    OPENINGS_PER_MINUTE: "1000",
    DATABASE_URL: environment["DATABASE_URL"] ?? (await freshDatabase()),
    ...("BRANCHES" in environment ? { SANDBOX_URL: sandbox.url } : accountsAt(sandbox)),
    ...environment,
  }
  const url = `http://127.0.0.1:${port}`
  let till = await startTill(settings)
  const camera = await openCamera()
  const browser: Browser = await chromium.launch({
    ...(CHROMIUM && { executablePath: CHROMIUM }),
    args: ["--no-sandbox", ...camera.flags],
  })
  let session: Awaited<ReturnType<BrowserContext["storageState"]>> | undefined

  const visit = async (options: BrowserContextOptions = {}): Promise<Page> => {
    const context = await browser.newContext({ ...ENGLISH, baseURL: url, ...options })
    context.setDefaultTimeout(50_000)
    return context.newPage()
  }

  const beginSession = async (): Promise<void> => {
    const page = await visit()
    await signIn(page)
    session = await page.context().storageState()
    await page.context().close()
  }

  return {
    url,
    sandbox,
    camera,
    settings,
    get till() {
      return till
    },
    restart: async () => {
      await till.kill()
      till = await startTill(settings)
    },
    open: async (options = {}) => {
      if (session === undefined) await beginSession()
      return visit({ ...options, ...(session !== undefined && { storageState: session }) })
    },
    visit,
    close: async () => {
      await browser.close()
      await till.stop()
      await sandbox.close()
      await camera.remove()
    },
  }
}
