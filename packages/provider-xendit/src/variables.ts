/** The environment variables that `layerConfig` and `fromEnv` read. */
export const VARIABLES = {
  secretKey: "XENDIT_SECRET_KEY",
  callbackToken: "XENDIT_CALLBACK_TOKEN",
  baseUrl: "XENDIT_BASE_URL",
  forUserId: "XENDIT_FOR_USER_ID",
  qrCheck: "XENDIT_QR_CHECK",
} as const
