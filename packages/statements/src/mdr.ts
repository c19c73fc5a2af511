export {
  type AgreedRate,
  agreedFee,
  compareFee,
  type ExpectedFee,
  expectedFees,
  type FeeQuestion,
  type FeeVerdict,
} from "./mdr/expected-fee.js"
export { type Evidence, MDR_RATES, type MdrCategory, type MdrRate, ratesOn } from "./mdr/rates.js"
