export { emv } from "./emv.js"
export type { Profile } from "./profile.js"
export { qris } from "./qris.js"
export { qrisTransfer } from "./qris-transfer.js"
