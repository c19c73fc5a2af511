import * as Schema from "effect/Schema"
import { Account, line, readFields } from "../../request/fields.js"

const UploadFields = Schema.Struct({
  account: Schema.optionalKey(Account),
  provider: Schema.optionalKey(line(64)),
  why: Schema.optionalKey(line(1_000)),
  checked: Schema.optionalKey(line(100)),
})
/** What is said of a file. The password is no part of it. */
export type UploadFields = typeof UploadFields.Type

const read = readFields(UploadFields)

/** What a form says of its file; `undefined` where it is none of ours. */
export const uploadFieldsIn = (form: URLSearchParams): UploadFields | undefined => {
  const said = new URLSearchParams(form)
  said.delete("password")
  return read(said)
}

/** As it was typed: a password may end with a space. It is used once, and neither kept nor shown. */
export const passwordIn = (form: URLSearchParams): { readonly password?: string } => {
  const password = form.get("password") ?? ""
  return password === "" ? {} : { password }
}
