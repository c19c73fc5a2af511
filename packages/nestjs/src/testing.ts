export { QRIS_OPTIONS } from "./qris.module.js"
export {
  type CallbackOptions,
  type CallbackOverrides,
  type CallbackSource,
  QrisSandbox,
  type SignedCallback,
} from "./testing/qris-sandbox.js"
export { QrisTestingModule } from "./testing/qris-testing.module.js"
