/** The environment variables that `layerConfig` and `fromEnv` read. */
export const VARIABLES = {
  userId: "ZIPAY_USER_ID",
  password: "ZIPAY_PASSWORD",
  merchantId: "ZIPAY_MERCHANT_ID",
  merchantKey: "ZIPAY_MERCHANT_KEY",
  baseUrl: "ZIPAY_BASE_URL",
  emulatorUrl: "ZIPAY_EMULATOR_URL",
  callbackSecret: "ZIPAY_CALLBACK_SECRET",
  timeZone: "ZIPAY_TIME_ZONE",
} as const
