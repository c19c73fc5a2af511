import { createHash, createHmac } from "node:crypto"
import { isSameSignature } from "@qriskit/core/provider-kit"
import type { Visit } from "../../request/visit.js"
import type { UploadFields } from "./upload-fields.js"

/** Names what was checked: this file, by this visitor, for this account and provider. */
export const checkedMark = (
  { house, visitor }: Visit,
  file: Uint8Array,
  { account = "", provider = "" }: UploadFields,
): string =>
  createHmac("sha256", house.settings.secret)
    .update(
      JSON.stringify([
        "statement",
        visitor.who,
        account,
        provider,
        createHash("sha256").update(file).digest("hex"),
      ]),
    )
    .digest("base64url")

/** Whether this file was checked before, with the same answers. */
export const isChecked = (visit: Visit, file: Uint8Array, fields: UploadFields, mark: string): boolean =>
  isSameSignature(mark, checkedMark(visit, file, fields))
