export { type DoctorOptions, diagnose, NoSuchAcquirer } from "./doctor.js"
export { type Evidence, type ExchangeEvidence, isAsRead } from "./evidence.js"
export type { Finding, Step, Verdict } from "./finding.js"
export type { OpenPoint } from "./open-points.js"
