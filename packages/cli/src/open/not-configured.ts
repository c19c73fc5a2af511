import * as Schema from "effect/Schema"

/** This tool was not told something that the verb needs. Nothing was done. */
export class NotConfigured extends Schema.TaggedError<NotConfigured>()("NotConfigured", {
  description: Schema.String,
}) {
  override get message(): string {
    return this.description
  }
}
