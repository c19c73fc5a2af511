import type { Page } from "playwright-core"

/** The names of the acquirers, as a cashier reads them. */
export type Acquirer =
  | "iFortepay · NOBU"
  | "iFortepay · SHOPEEPAY"
  | "Zipay"
  | "Midtrans · gopay"
  | "Midtrans · airpay shopee"
  | "Xendit"

/** Opens a payment as a cashier does, and waits for its QR. Answers with the order's id. */
export const openPayment = async (page: Page, acquirer: Acquirer, amount: string): Promise<string> => {
  await page.goto("/")
  await page.getByLabel("Other amount").fill(amount)
  await page.getByRole("radio", { name: acquirer }).check()
  await page.getByRole("button", { name: "Show the QR" }).click()
  await page.getByRole("img", { name: /QRIS of/ }).waitFor()
  return new URL(page.url()).pathname.replace("/payments/", "")
}

/** Waits until the payment's page says so, which it must do by itself. */
export const waitForStatus = (page: Page, status: string): Promise<void> =>
  page.locator("#payment .badge").getByText(status, { exact: true }).waitFor()
