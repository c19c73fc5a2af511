export { CHROMIUM } from "./browser/chromium.js"
export { seriousFindings } from "./browser/serious-findings.js"
