import {
  type CallHandler,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Inject,
  Injectable,
  Module,
  type NestInterceptor,
  type PipeTransform,
  SetMetadata,
  UnauthorizedException,
  ValidationPipe,
} from "@nestjs/common"
import { APP_GUARD, APP_INTERCEPTOR, APP_PIPE, Reflector } from "@nestjs/core"
import { SkipThrottle, ThrottlerGuard, ThrottlerModule } from "@nestjs/throttler"
import { map } from "rxjs"
import { describe, expect, it } from "vitest"
import { PLATFORMS } from "./support/platforms.js"
import { type ShopOptions, startShop } from "./support/shop.js"

@Controller("orders")
class Orders {
  @Get()
  list() {
    return []
  }
}

@Module({
  imports: [ThrottlerModule.forRoot([{ ttl: 60_000, limit: 1 }])],
  controllers: [Orders],
  providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
})
class Throttled {}

const Public = () => SetMetadata("isPublic", true)

/** As those of passport and the like: no token, no entry. */
@Injectable()
class JwtGuard implements CanActivate {
  readonly #reflector: Reflector
  constructor(@Inject(Reflector) reflector: Reflector) {
    this.#reflector = reflector
  }
  canActivate(context: ExecutionContext): boolean {
    const isPublic = this.#reflector.getAllAndOverride("isPublic", [context.getHandler(), context.getClass()])
    if (isPublic === true) return true
    // A handler of payments has no request: whoever let it come here would see a TypeError.
    const { headers } = context.switchToHttp().getRequest()
    if (headers.authorization === undefined) throw new UnauthorizedException()
    return true
  }
}

const ran: Array<string> = []

class Wrapping implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler) {
    ran.push(`interceptor ${context.getType()}`)
    return next.handle().pipe(map((data: unknown) => ({ data })))
  }
}

class Stripping implements PipeTransform {
  transform(value: unknown): unknown {
    ran.push(`pipe ${typeof value}`)
    return undefined
  }
}

@Module({
  controllers: [Orders],
  providers: [
    { provide: APP_GUARD, useClass: JwtGuard },
    { provide: APP_INTERCEPTOR, useClass: Wrapping },
    { provide: APP_PIPE, useClass: Stripping },
    { provide: APP_PIPE, useValue: new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true }) },
  ],
})
class Guarded {}

describe.each(PLATFORMS)("what an application sets for everything on %s", (platform) => {
  /** Two payments are made and paid, and their callbacks posted. */
  const pay = async (shop: Awaited<ReturnType<typeof startShop>>) => {
    const statuses: Array<number> = []
    for (const externalId of ["order-1", "order-2", "order-3"]) {
      const payment = await shop.order("zipay", externalId)
      await shop.control.pay(payment.ref.paymentId)
      statuses.push((await shop.callBack(payment)).status)
    }
    return statuses
  }
  const start = (module: ShopOptions["imports"], decorators?: ReadonlyArray<ClassDecorator>) =>
    startShop(platform, { imports: module ?? [], ...(decorators && { webhooks: { decorators } }) })

  it("Nest's own throttler takes all callbacks for one caller: it is named at start, with the line to write", async () => {
    await using shop = await start([Throttled])
    expect(shop.log.from("warn").join()).toContain(
      "ThrottlerGuard guards the whole application, callbacks under /webhooks/qris included, and a callback that is refused is money that nobody hears of: write webhooks: { decorators: [...] }",
    )
    expect(await pay(shop)).toEqual([200, 429, 429])
    await expect
      .poll(() => shop.log.from("warn").join())
      .toContain("A callback of zipay was answered 429 before QrisModule saw it")
  })

  it("with that line every callback comes through, handlers are not throttled, and everything else still is", async () => {
    await using shop = await start([Throttled], [SkipThrottle()])
    expect(shop.log.from("warn")).toEqual([])
    expect(await pay(shop)).toEqual([200, 200, 200])
    expect(shop.heard).toEqual(["paid order-1", "paid order-2", "paid order-3"])
    const list = async () => (await fetch(`${shop.url}/orders`)).status
    expect([await list(), await list()]).toEqual([200, 429])
  })

  it("a login, a wrapping interceptor and pipes leave callbacks and handlers alone", async () => {
    await using shop = await start([Guarded], [Public()])
    expect(shop.log.from("warn")).toEqual([])
    ran.length = 0
    expect(await pay(shop)).toEqual([200, 200, 200])
    expect(shop.heard).toEqual(["paid order-1", "paid order-2", "paid order-3"])
    // Of the webhook's own arguments, and of no handler's.
    expect(ran.filter((step) => step !== "interceptor http" && step !== "pipe object")).toEqual([])
    expect((await fetch(`${shop.url}/orders`)).status).toBe(401)
    await using closed = await start([Guarded])
    expect(closed.log.from("warn").join()).toContain("JwtGuard guards the whole application")
    expect(await pay(closed)).toEqual([401, 401, 401])
    expect(closed.heard).toEqual([])
  })
})
