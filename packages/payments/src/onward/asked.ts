import { AccountId } from "@qriskit/core"
import * as Schema from "effect/Schema"
import { PageSize } from "../reading/listing.js"
import { KEY_LENGTH, storedText } from "../record/storable.js"
import { isEndpointId, nameOf } from "./message.js"

const EndpointId = Schema.String.check(
  Schema.makeFilter((id) => isEndpointId(id) || "must be an endpoint's id"),
)
const MessageId = Schema.String.check(
  Schema.makeFilter((id) => nameOf(id) !== undefined || "must be a message's id, which begins with msg_"),
)

const account = Schema.optionalKey(AccountId)
const limit = Schema.optionalKey(PageSize)

/** Which endpoints to list, and which page of them; the oldest first. */
export const ListEndpoints = Schema.Struct({
  /** Of this account only. Absent: of all. */
  account,
  /** The last id of the page before. */
  after: Schema.optionalKey(EndpointId),
  /** 1 to 500. Default 50. */
  limit,
})
export type ListEndpoints = typeof ListEndpoints.Type

/**
 * Which messages to list, and which page of them; the oldest first. Without `endpoint`, `key` or a
 * state: of all endpoints.
 */
export const ListMessages = Schema.Struct({
  account,
  endpoint: Schema.optionalKey(EndpointId),
  /** About this payment: of the one account of a client, or of `account`. */
  key: Schema.optionalKey(storedText(KEY_LENGTH)),
  state: Schema.optionalKey(Schema.Literals(["pending", "delivered", "dead"])),
  /** The last id of the page before. */
  after: Schema.optionalKey(MessageId),
  limit,
})
export type ListMessages = typeof ListMessages.Type

/** Which attempts to list, and which page of them; the newest first. */
export const ListAttempts = Schema.Struct({
  account,
  endpoint: Schema.optionalKey(EndpointId),
  message: Schema.optionalKey(MessageId),
  /** The last id of the page before. */
  before: Schema.optionalKey(Schema.Int),
  limit,
})
export type ListAttempts = typeof ListAttempts.Type
