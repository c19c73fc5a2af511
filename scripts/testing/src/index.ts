export { type AccountsUnderTest, describeAccounts } from "./accounts.js"
export {
  alikeFor,
  DUPLICATE,
  type Expected,
  type FailingVerb,
  failureAfter,
  INVALID,
  LIMITED,
  NOT_FOUND,
  REJECTED,
  STATE,
  told,
  UNAUTHORIZED,
  UNAVAILABLE,
  UNREADABLE,
} from "./failing-verbs.js"
export { answering, complaintsIn, failureOf } from "./failure.js"
export { forAll } from "./for-all.js"
export { describeFromEnv, type FromEnvUnderTest } from "./from-env.js"
export { openGateway } from "./gateway.js"
export { visible } from "./leak.js"
export { describeNetwork, type NetworkUnderTest } from "./network.js"
export { type Program, type Readme, readmeIn } from "./readme.js"
export { type Shop, type ShopOptions, shopsOf, type Trade } from "./shop.js"
