export {
  type AccessToken,
  type AllowCaller,
  memoryTokenStore,
  type TokenStore,
} from "@qriskit/core/provider-kit"
export { layerAccounts, makeAccounts, ZipayAccounts, type ZipayAccountsOptions } from "./accounts.js"
export { capabilities } from "./capabilities.js"
export {
  decodeConfig,
  ZipayConfig,
  type ZipayConfigInput,
} from "./config.js"
export { layerConfig, layerConfigVariables } from "./environment.js"
export { layer, make, Zipay, type ZipayOptions, type ZipayProvider } from "./provider.js"
export { ZipayCreate } from "./request.js"
export { createSignature, inquirySignature } from "./signature.js"
export { STATUS } from "./status.js"
