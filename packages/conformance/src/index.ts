export type { Acquirer, Forgery, WireOperation } from "./acquirer.js"
export type { Bench, Opened, OpenOptions } from "./bench.js"
export { describeProvider } from "./describe-provider.js"
export { FEATURES, type Feature, type FeatureName } from "./feature.js"
export type { NotApplicable, WhyNot } from "./not-applicable.js"
export type { Platform, PlatformOptions } from "./platform.js"
export type {
  AccountsTable,
  AnswerPaths,
  InvalidRequestCase,
  ProviderFacts,
  ProviderMaking,
  ProviderSettings,
  RequestChoice,
} from "./provider-facts.js"
export type { ProviderUnderTest } from "./provider-under-test.js"
export { runScenario, type Verdict } from "./run-scenario.js"
export {
  type SandboxAcquirer,
  type SnapSandboxAcquirer,
  sandboxAcquirer,
  snapSandboxAcquirer,
} from "./sandbox-acquirer.js"
export type { Scenario, ScenarioGroup } from "./scenario.js"
export { GROUPS, type GroupName, type NamedScenario, SCENARIOS } from "./scenarios.js"
