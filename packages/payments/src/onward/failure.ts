import { printable, printedWhole } from "@qriskit/core/provider-kit"
import * as Schema from "effect/Schema"

/** No endpoint, or no message to one, has this id, or it is not of this account. */
export class NoSuchEndpoint extends Schema.TaggedError<NoSuchEndpoint>()("NoSuchEndpoint", {
  what: Schema.Literals(["endpoint", "message"]),
  id: Schema.String,
}) {
  override get message(): string {
    return `payments endpoints: there is no ${this.what} with the id "${printable(this.id)}".`
  }
}

/**
 * Your `seal` or `open` failed, or gave what is no secret. Nothing was changed and nothing was sent. Of what your
 * function threw it tells the name and code alone: a message may quote the secret.
 */
export class EndpointSecretFailure extends Schema.TaggedError<EndpointSecretFailure>()(
  "EndpointSecretFailure",
  {
    endpoint: Schema.String,
    operation: Schema.Literals(["seal", "open"]),
    why: Schema.String,
  },
) {
  override get message(): string {
    return `payments endpoints: the signing secret of endpoint ${this.endpoint} could not be ${this.operation === "seal" ? "sealed" : "opened"}: ${this.why}. Nothing was sent.`
  }
}

printedWhole(NoSuchEndpoint, EndpointSecretFailure)
