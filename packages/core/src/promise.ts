export {
  type CallOptions,
  type FrontDoor,
  type FrontDoorOptions,
  openFrontDoor,
  type PromiseNotifications,
  type PromiseProvider,
} from "./front-door.js"
export type { NetworkOptions, OwnDispatcher } from "./network.js"
export {
  type AccountClientOf,
  openAccounts,
  type PromiseAccounts,
  type PromiseAccountsOptions,
} from "./promise-accounts.js"
