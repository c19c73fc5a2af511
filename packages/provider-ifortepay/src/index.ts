export { capabilities } from "./capabilities.js"
export {
  decodeConfig,
  IfortepayChannel,
  IfortepayConfig,
  type IfortepayConfigInput,
  layerConfigVariables,
} from "./config.js"
export { Ifortepay, type IfortepayProvider, layer, layerConfig, make } from "./provider.js"
export { IfortepayCreate } from "./request.js"
export { basicAuthorization, notificationSignature, requestSignature } from "./signature.js"
export { STATUS } from "./status.js"
