import { describeProvider } from "../src/index.js"
import { tinypay } from "./tinypay/under-test.js"

describeProvider("tinypay", tinypay)
