export type { Paper, StandeeOptions } from "./layout.js"
export { standeePdf } from "./pdf.js"
export { StandeeError } from "./standee-error.js"
export { standeeSvg } from "./svg.js"
