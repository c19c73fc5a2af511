/** The environment variables that `layerConfig` and `fromEnv` read. */
export const VARIABLES = {
  merchantId: "IFORTEPAY_MERCHANT_ID",
  secretUnboundId: "IFORTEPAY_SECRET_UNBOUND_ID",
  hashKey: "IFORTEPAY_HASH_KEY",
  channel: "IFORTEPAY_CHANNEL",
  environment: "IFORTEPAY_ENVIRONMENT",
  baseUrl: "IFORTEPAY_BASE_URL",
  emulatorUrl: "IFORTEPAY_EMULATOR_URL",
  createPath: "IFORTEPAY_CREATE_PATH",
  subMerchantId: "IFORTEPAY_SUB_MERCHANT_ID",
  timeZone: "IFORTEPAY_TIME_ZONE",
} as const
