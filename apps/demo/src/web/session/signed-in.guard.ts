import {
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  UnauthorizedException,
} from "@nestjs/common"
import type { Request } from "express"
import { Access } from "./access.js"
import { sessionToken } from "./session-cookie.js"

/** Lets those in who are signed in. Pages send the others to the login, the API answers 401. */
@Injectable()
export class SignedInGuard implements CanActivate {
  readonly #access: Access

  constructor(@Inject(Access) access: Access) {
    this.#access = access
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const token = sessionToken(context.switchToHttp().getRequest<Request>())
    if (token !== undefined && (await this.#access.session(token)) !== undefined) return true
    throw new UnauthorizedException()
  }
}
