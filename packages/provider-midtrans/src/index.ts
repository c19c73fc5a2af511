export { layerAccounts, MidtransAccounts, type MidtransAccountsOptions, makeAccounts } from "./accounts.js"
export { capabilities } from "./capabilities.js"
export {
  decodeConfig,
  MidtransAcquirer,
  MidtransConfig,
  type MidtransConfigInput,
} from "./config.js"
export { layerConfig, layerConfigVariables } from "./environment.js"
export { layer, Midtrans, type MidtransOptions, type MidtransProvider, make } from "./provider.js"
export { MidtransCreate, MidtransRefund } from "./request.js"
export { idempotencyKey, type SignedTexts, signatureKey } from "./signature.js"
export { FRAUD, STATUS } from "./status.js"
