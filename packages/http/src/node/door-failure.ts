/** A request that cannot be handed to a handler. `status` is what it is answered with. */
export abstract class DoorFailure extends Error {
  abstract readonly status: number
}

/** Its address, host or method is none. */
export class NotARequest extends DoorFailure {
  override readonly name = "NotARequest"
  readonly status = 400
  override readonly message = "The request's address, host or method is none."
}

/** Its body is longer than the door lets in. */
export class BodyTooLarge extends DoorFailure {
  override readonly name = "BodyTooLarge"
  readonly status = 413

  /** @param limit in bytes */
  constructor(limit: number) {
    super(`The request's body is longer than ${limit} bytes.`)
  }
}

/** Something in front of the door has read its body, and has not kept the bytes. */
export class BodyTaken extends DoorFailure {
  override readonly name = "BodyTaken"
  readonly status = 500
  override readonly message =
    "A body parser has read this request before @qriskit/http, and the bytes that signatures cover are gone: mount this door in front of express.json() and the like, or keep the bytes with express.json({ verify: (request, _, bytes) => { request.rawBody = bytes } })."
}
