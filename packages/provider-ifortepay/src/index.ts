export { IfortepayAccounts, type IfortepayAccountsOptions, layerAccounts, makeAccounts } from "./accounts.js"
export { capabilities } from "./capabilities.js"
export {
  decodeConfig,
  IfortepayChannel,
  IfortepayConfig,
  type IfortepayConfigInput,
} from "./config.js"
export { layerConfig, layerConfigVariables } from "./environment.js"
export { Ifortepay, type IfortepayOptions, type IfortepayProvider, layer, make } from "./provider.js"
export { IfortepayCreate } from "./request.js"
export { basicAuthorization, notificationSignature, requestSignature } from "./signature.js"
export { STATUS } from "./status.js"
