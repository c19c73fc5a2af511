import {
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  UnauthorizedException,
} from "@nestjs/common"
import type { OfAccount } from "@qriskit/payments"
import type { Request } from "express"
import { formOf } from "../http/form.js"
import { SEATS } from "../stage.js"
import { Access } from "./access.js"
import { accountMeant, type Seat, type Seats } from "./seat.js"
import { sessionToken } from "./session-cookie.js"

const seats = new WeakMap<Request, Seat>()

/** Where the caller signed in. @throws UnauthorizedException where no guard let the request in */
export const seatOf = (request: Request): Seat => {
  const seat = seats.get(request)
  if (seat === undefined) throw new UnauthorizedException()
  return seat
}

/** Whose payment a request means: at a branch its own, whatever the address says; elsewhere its `branch`. */
export const accountOf = (request: Request): OfAccount =>
  accountMeant(seatOf(request), formOf(request.query).text("branch"))

/** Where the caller signed in; `undefined` on pages that are everybody's. */
export const seatIfAny = (request: Request): Seat | undefined => seats.get(request)

/** Lets those in who are signed in, and notes where. Pages send the others to the login, the API answers 401. */
@Injectable()
export class SignedInGuard implements CanActivate {
  readonly #access: Access
  readonly #seats: Seats

  constructor(@Inject(Access) access: Access, @Inject(SEATS) seats: Seats) {
    this.#access = access
    this.#seats = seats
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>()
    const token = sessionToken(request)
    const session = token === undefined ? undefined : await this.#access.session(token)
    // A branch that was taken away has no seat any more.
    const seat = this.#seats.find(session?.seat)
    if (seat === undefined) throw new UnauthorizedException()
    seats.set(request, seat)
    return true
  }
}
