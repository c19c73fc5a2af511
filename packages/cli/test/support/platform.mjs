// A platform's module of providers: its merchants' credentials are in a table of its own.
import { createZipayAccounts } from "@qriskit/provider-zipay/promise"

const { ZIPAY_USER_ID, ZIPAY_PASSWORD, ZIPAY_MERCHANT_ID, ZIPAY_MERCHANT_KEY, ZIPAY_BASE_URL } = process.env

export default () => [
  createZipayAccounts({
    load: async (account) =>
      account === "toko-17"
        ? {
            userId: ZIPAY_USER_ID,
            password: ZIPAY_PASSWORD,
            merchantId: ZIPAY_MERCHANT_ID,
            merchantKey: ZIPAY_MERCHANT_KEY,
            baseUrl: ZIPAY_BASE_URL,
          }
        : undefined,
  }),
]
