/** The environment variables that `layerConfig` and `fromEnv` read. */
export const VARIABLES = {
  serverKey: "MIDTRANS_SERVER_KEY",
  environment: "MIDTRANS_ENVIRONMENT",
  baseUrl: "MIDTRANS_BASE_URL",
  emulatorUrl: "MIDTRANS_EMULATOR_URL",
  acquirer: "MIDTRANS_ACQUIRER",
  timeZone: "MIDTRANS_TIME_ZONE",
} as const
