import {
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  Catch,
  Controller,
  type ExceptionFilter,
  type ExecutionContext,
  type INestApplication,
  Inject,
  Injectable,
  Module,
  type NestInterceptor,
  type PipeTransform,
  Scope,
  UseGuards,
  UseInterceptors,
  UsePipes,
  ValidationPipe,
} from "@nestjs/common"
import { APP_FILTER, APP_GUARD, REQUEST } from "@nestjs/core"
import { Payment } from "@qriskit/core"
import { finalize } from "rxjs"
import { describe, expect, it } from "vitest"
import { OnPayment, type PaymentEvent, QRIS_CONTEXT } from "../src/index.js"
import { PLATFORMS } from "./support/platforms.js"
import { type ShopOptions, startShop } from "./support/shop.js"

describe.each(PLATFORMS)("a handler on %s", (platform) => {
  /** Starts a shop, pays one order, calls back, and says how that was answered. */
  const pay = async (options: ShopOptions, provider: "ifortepay" | "zipay" = "zipay") => {
    const shop = await startShop(platform, options)
    const payment = await shop.order(provider, "order-1")
    await shop.control.pay(payment.ref.paymentId)
    const { status } = await shop.callBack(payment)
    await shop[Symbol.asyncDispose]()
    return { status, log: shop.log }
  }

  it("gets the payment as the provider answered it, and what happened where", async () => {
    const calls: Array<[Payment, PaymentEvent]> = []
    @Injectable()
    class Fulfilment {
      @OnPayment("paid")
      paid(payment: Payment, event: PaymentEvent) {
        calls.push([payment, event])
      }
    }
    expect((await pay({ handlers: [Fulfilment] })).status).toBe(200)
    const [[payment, event] = []] = calls
    expect(payment).toBeInstanceOf(Payment)
    expect(payment).toMatchObject({ status: "paid", amount: 25_000 })
    expect(event).toMatchObject({ type: "paid", provider: "zipay", registration: "default" })
    expect(event?.payment).toBe(payment)
  })

  it("is called for what it names, for its provider and its registration, and for nothing else", async () => {
    const heard: Array<string> = []
    @Injectable()
    class Fulfilment {
      @OnPayment("paid", { provider: "zipay" })
      zipay() {
        heard.push("zipay")
      }
      @OnPayment("paid", { provider: "ifortepay" })
      ifortepay() {
        heard.push("ifortepay")
      }
      @OnPayment("paid", { registration: "default" })
      main() {
        heard.push("default")
      }
      @OnPayment("expired")
      expired() {
        heard.push("expired")
      }
      @OnPayment("expired")
      @OnPayment("paid")
      either() {
        heard.push("either")
      }
      @OnPayment("*")
      all() {
        heard.push("all")
      }
    }
    await pay({ handlers: [Fulfilment] })
    expect(heard).toEqual(["zipay", "default", "either", "all"])
  })

  it("runs after the one before it has ended, in the order of the providers", async () => {
    const steps: Array<string> = []
    const stepping = (name: string) => {
      @Injectable()
      class Step {
        @OnPayment("paid")
        async step() {
          steps.push(`${name} begins`)
          await new Promise((resolve) => setImmediate(resolve))
          steps.push(`${name} ends`)
        }
      }
      return Step
    }
    await pay({ handlers: [stepping("first"), stepping("second")] })
    expect(steps).toEqual(["first begins", "first ends", "second begins", "second ends"])
  })

  it("is found where it is inherited, and overridden where it is overridden", async () => {
    const heard: Array<string> = []
    class Base {
      @OnPayment("paid")
      kept() {
        heard.push(`kept of ${this.constructor.name}`)
      }
      @OnPayment("paid")
      replaced() {
        heard.push("never")
      }
    }
    @Injectable()
    class Derived extends Base {
      override replaced() {
        heard.push("not decorated, not called")
      }
    }
    await pay({ handlers: [Derived] })
    expect(heard).toEqual(["kept of Derived"])
  })

  it("is called once where its instance has several tokens", async () => {
    let calls = 0
    @Injectable()
    class Fulfilment {
      @OnPayment("paid")
      paid() {
        calls += 1
      }
    }
    await pay({
      handlers: [
        Fulfilment,
        { provide: "alias", useExisting: Fulfilment },
        { provide: "handed on", useFactory: (it: Fulfilment) => it, inject: [Fulfilment] },
      ],
    })
    expect(calls).toBe(1)
  })

  it("is found on what a factory or a value provides", async () => {
    const heard: Array<string> = []
    class Plain {
      readonly name: string
      constructor(name: string) {
        this.name = name
      }
      @OnPayment("paid")
      paid() {
        heard.push(this.name)
      }
    }
    await pay({
      handlers: [
        { provide: "factory", useFactory: () => new Plain("factory") },
        { provide: "value", useValue: new Plain("value") },
        { provide: "nothing", useValue: undefined },
        { provide: "text", useValue: "a text" },
      ],
    })
    expect(heard).toEqual(["factory", "value"])
  })

  it("of a request's or a transient provider is made anew for each event, which is its REQUEST", async () => {
    const heard: Array<string> = []
    @Injectable({ scope: Scope.REQUEST })
    class PerEvent {
      readonly #event: PaymentEvent
      constructor(@Inject(REQUEST) event: PaymentEvent) {
        this.#event = event
      }
      @OnPayment("paid")
      paid(payment: Payment) {
        heard.push(`${this.#event.type} ${this.#event.payment === payment}`)
      }
    }
    @Injectable({ scope: Scope.TRANSIENT })
    class Transient {
      readonly #name = "made"
      @OnPayment("paid")
      paid() {
        heard.push(this.#name)
      }
    }
    expect((await pay({ handlers: [PerEvent, Transient] })).status).toBe(200)
    expect(heard).toEqual(["paid true", "made"])
  })

  it("passes guards, interceptors and pipes, which see its context", async () => {
    const steps: Array<string> = []
    @Injectable()
    class Guard implements CanActivate {
      canActivate(context: ExecutionContext) {
        const [payment, event] = context.getArgs<[Payment, PaymentEvent]>()
        steps.push(`guard ${context.getType<string>()} ${payment.ref.externalId} ${event.type}`)
        return true
      }
    }
    class Around implements NestInterceptor {
      intercept(_: ExecutionContext, next: CallHandler) {
        steps.push("before")
        return next.handle().pipe(finalize(() => steps.push("after")))
      }
    }
    class Pipe implements PipeTransform {
      transform(value: Payment | PaymentEvent) {
        steps.push("status" in value ? "pipe payment" : "pipe event")
        return value
      }
    }
    @Injectable()
    @UseGuards(Guard)
    class Fulfilment {
      @OnPayment("paid")
      @UseInterceptors(Around)
      @UsePipes(Pipe)
      paid() {
        steps.push("handler")
      }
    }
    expect((await pay({ handlers: [Fulfilment] })).status).toBe(200)
    expect(steps).toEqual([
      `guard ${QRIS_CONTEXT} order-1 paid`,
      "before",
      "pipe payment",
      "pipe event",
      "handler",
      "after",
    ])
  })

  it("runs none of the application's guards, interceptors and pipes unless it asks for them", async () => {
    const steps: Array<string> = []
    const globals = (app: INestApplication) => {
      app.useGlobalGuards({
        canActivate: (context) => {
          steps.push(`guard ${context.getType<string>()}`)
          return true
        },
      })
      app.useGlobalInterceptors({
        intercept: (context, next) => {
          steps.push(`interceptor ${context.getType<string>()}`)
          return next.handle()
        },
      })
      app.useGlobalPipes({
        transform: (value, { type }) => {
          steps.push(`pipe ${type}`)
          return value
        },
      })
    }
    class Refusal implements CanActivate {
      canActivate(context: ExecutionContext) {
        return context.getType() === "http"
      }
    }
    @Injectable()
    class Fulfilment {
      @OnPayment("paid")
      alone() {
        steps.push("alone")
      }
    }
    @Injectable()
    class Guarded {
      @OnPayment("paid", { enhancers: true })
      asked() {
        steps.push("asked")
      }
    }
    const handlers = [Fulfilment, { provide: APP_GUARD, useClass: Refusal }]
    expect((await pay({ handlers, app: { configure: globals } })).status).toBe(200)
    const inQris = () =>
      steps.splice(0).filter((step) => !step.endsWith("http") && !step.startsWith("pipe custom"))
    expect(inQris()).toEqual(["alone"])
    expect((await pay({ handlers: [Guarded], app: { configure: globals } })).status).toBe(200)
    expect(inQris()).toEqual(
      expect.arrayContaining([`guard ${QRIS_CONTEXT}`, `interceptor ${QRIS_CONTEXT}`, "asked"]),
    )
    const refusing = { handlers: [Guarded, { provide: APP_GUARD, useClass: Refusal }] }
    expect((await pay(refusing)).status).toBe(500)
  })

  it("that a guard refuses has failed, so that the provider tries again", async () => {
    @Injectable()
    class Fulfilment {
      @OnPayment("paid")
      @UseGuards({ canActivate: () => false })
      paid() {}
    }
    expect((await pay({ handlers: [Fulfilment] })).status).toBe(500)
  })

  it("keeps its payment where a strict ValidationPipe guards the application", async () => {
    const amounts: Array<number> = []
    @Injectable()
    class Fulfilment {
      @OnPayment("paid")
      paid(payment: Payment) {
        amounts.push(payment.amount)
      }
    }
    const pipe: PipeTransform = new ValidationPipe({
      whitelist: true,
      transform: true,
      forbidNonWhitelisted: true,
    })
    const { status } = await pay({
      handlers: [Fulfilment],
      app: { configure: (app) => app.useGlobalPipes(pipe) },
    })
    expect(status).toBe(200)
    expect(amounts).toEqual([25_000])
  })

  it("that fails has failed, also where a filter of the application catches everything", async () => {
    @Catch()
    class CatchAll implements ExceptionFilter {
      catch(_: unknown, host: ArgumentsHost) {
        return host.getType<string>()
      }
    }
    @Injectable()
    class Fulfilment {
      @OnPayment("paid")
      paid() {
        throw new Error("the warehouse is closed")
      }
    }
    const { status } = await pay({ handlers: [Fulfilment, { provide: APP_FILTER, useClass: CatchAll }] })
    expect(status).toBe(500)
  })

  it("that two modules provide is refused at start, since it would run twice", async () => {
    @Injectable()
    class Fulfilment {
      @OnPayment("paid")
      paid() {}
    }
    @Module({ providers: [Fulfilment] })
    class Orders {}
    await expect(startShop(platform, { handlers: [Fulfilment], imports: [Orders] })).rejects.toThrow(
      /^Fulfilment\.paid would run twice for each payment, since (Shop|Orders) and (Orders|Shop) both provide it: /,
    )
  })

  it("on a controller is refused at start", async () => {
    @Controller()
    class Orders {
      @OnPayment("paid")
      paid() {}
    }
    @Module({ controllers: [Orders] })
    class OrdersModule {}
    await expect(startShop(platform, { imports: [OrdersModule] })).rejects.toThrow(
      "Orders.paid is a controller's method, and @OnPayment works on providers: move it to a class under providers.",
    )
  })

  it("that could never be called is refused at start, and what is wrong is named", async () => {
    type Decorate = ReturnType<typeof OnPayment>
    const handlerOf = (decorate: Decorate) => {
      @Injectable()
      class Fulfilment {
        @decorate
        paid() {}
      }
      return Fulfilment
    }
    const sentence = async (decorate: Decorate) => {
      const shop = startShop(platform, { handlers: [handlerOf(decorate)] })
      return shop.then(
        () => "started",
        (error: unknown) => String(error),
      )
    }
    expect(await sentence(OnPayment("paid", { provider: "another" }))).toBe(
      'QrisSetupError: @OnPayment of Fulfilment.paid would never be called: provider "another" is not one of "ifortepay", "zipay".',
    )
    expect(await sentence(OnPayment("paid", { registration: "another" }))).toBe(
      'QrisSetupError: @OnPayment of Fulfilment.paid would never be called: registration "another" is not one of "default".',
    )
    expect(await sentence(Reflect.apply(OnPayment, undefined, ["payed"]))).toMatch(
      /^QrisSetupError: @OnPayment of Fulfilment.paid would never be called: "payed" is not one of "paid", /,
    )
  })

  it("that is missing for a provider's money is warned of at start", async () => {
    @Injectable()
    class Fulfilment {
      @OnPayment("paid", { provider: "zipay" })
      paid() {}
    }
    const { log } = await pay({ handlers: [Fulfilment] })
    expect(log.from("warn")).toEqual([
      expect.stringContaining("No handler hears when a payment of ifortepay is paid"),
    ])
  })
})
