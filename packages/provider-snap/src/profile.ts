import * as Schema from "effect/Schema"
import { complaintsBetween } from "./between-fields.js"
import { ProfileFields } from "./profile-fields.js"

/**
 * One acquirer's dialect of SNAP BI, QR MPM: plain data, as JSON holds it. Every leaf can be overridden; what data
 * cannot say is a named rule of this package.
 */
export const SnapProfile = ProfileFields.check(Schema.makeFilter(complaintsBetween))
/** A profile after its defaults were filled in. */
export type SnapProfile = typeof SnapProfile.Type
/** A profile as it is written down: JSON. */
export type SnapProfileInput = typeof SnapProfile.Encoded
