export { type AmountReading, type RupiahReading, readAmount, readRupiah } from "./amount.js"
export {
  type AdditionalData,
  type BuildInput,
  type BuildResult,
  build,
  type CentralRepository,
  type LocalizedMerchant,
  type MerchantAccount,
  type Tip,
} from "./build.js"
export { crc16 } from "./crc16.js"
export type { DataObject } from "./data-object.js"
export { type Encodable, EncodeError, encode, serialize } from "./encode.js"
export type { Criteria } from "./fields/forms.js"
export type { Issue, IssueCode } from "./issue.js"
export { type ParseOptions, type ParseResult, parse } from "./parse.js"
export type { Crc, QrisPayload } from "./payload.js"
export type { Profile } from "./profiles/profile.js"
export type { Rule } from "./rules.js"
export { type ValidateOptions, validate } from "./validate.js"
