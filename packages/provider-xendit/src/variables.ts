/** The environment variables that `layerConfig` and `fromEnv` read. */
export const VARIABLES = {
  secretKey: "XENDIT_SECRET_KEY",
  callbackToken: "XENDIT_CALLBACK_TOKEN",
  baseUrl: "XENDIT_BASE_URL",
  emulatorUrl: "XENDIT_EMULATOR_URL",
  forUserId: "XENDIT_FOR_USER_ID",
  splitRuleId: "XENDIT_SPLIT_RULE_ID",
  qrCheck: "XENDIT_QR_CHECK",
} as const
