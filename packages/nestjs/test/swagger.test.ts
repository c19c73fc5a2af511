import { Body, Controller, Get, Inject, Module, Param, Post, ValidationPipe } from "@nestjs/common"
import { DocumentBuilder, SwaggerModule } from "@nestjs/swagger"
import { Payment, PaymentRef, Reason, Refund, Rupiah } from "@qriskit/core"
import { startSandbox } from "@qriskit/sandbox"
import { describe, expect, it } from "vitest"
import { type CreatePaymentInput, QrisModule, QrisService } from "../src/index.js"
import {
  ApiCreatePayment,
  ApiInquirePayment,
  ApiQrisProblems,
  ApiRefundPayment,
  PaymentDto,
  ProblemDto,
  RefundDto,
} from "../src/swagger.js"
import { ORDER, zipayOver } from "./support/acquirers.js"
import { PLATFORMS, startApp } from "./support/platforms.js"
import { post } from "./support/post.js"

@Controller("payments")
class Payments {
  readonly #qris: QrisService
  constructor(@Inject(QrisService) qris: QrisService) {
    this.#qris = qris
  }
  @Post()
  @ApiCreatePayment()
  async create(@Body() request: CreatePaymentInput): Promise<PaymentDto> {
    return new PaymentDto(await this.#qris.create("zipay", request))
  }
  @Get(":id")
  @ApiInquirePayment()
  inquire(@Param("id") id: string): string {
    return id
  }
  @Post("cancel")
  @ApiQrisProblems("cancel")
  cancel(): void {}
  @Post("refund")
  @ApiRefundPayment({ accounts: true })
  refund(): void {}
}

it("a refund is shown without the provider's raw answer", () => {
  const ref = new PaymentRef({ provider: "xendit", paymentId: "1", externalId: "2", orderId: "3" })
  const facts = {
    externalId: "refund-1",
    refundId: "rfd-1",
    status: "succeeded",
    amount: Rupiah.make(5_000),
  } as const
  const refundedAt = new Date("2026-01-02T03:04:05Z")
  const refund = new Refund({
    ref,
    ...facts,
    providerStatus: "SUCCEEDED",
    refundedAt,
    raw: { payer: "somebody" },
  })
  expect({ ...new RefundDto(refund) }).toEqual({ ...facts, refundedAt: "2026-01-02T03:04:05.000Z" })
  const bare = new Refund({ ref, externalId: "refund-1", status: "pending", providerStatus: "?", raw: {} })
  expect({ ...new RefundDto(bare) }).toEqual({ externalId: "refund-1", status: "pending" })
})

describe.each(PLATFORMS)("documented endpoints on %s", (platform) => {
  const start = async () => {
    const sandbox = await startSandbox()
    @Module({
      imports: [QrisModule.forRoot({ providers: [zipayOver(sandbox)], checkClock: false, webhooks: false })],
      controllers: [Payments],
    })
    class App {}
    const server = await startApp(platform, App, {
      configure: (app) => app.useGlobalPipes(new ValidationPipe({ whitelist: true, transform: true })),
    })
    return {
      ...server,
      async [Symbol.asyncDispose]() {
        await server.app.close()
        await sandbox.close()
      },
    }
  }

  it("name their body, their answer and every problem they can answer", async () => {
    await using server = await start()
    const document = SwaggerModule.createDocument(server.app, new DocumentBuilder().build())
    const schemas = document.components?.schemas ?? {}
    expect(Object.keys(schemas).sort()).toEqual(
      [
        "CreatePaymentDto",
        "CustomerDto",
        "FieldIssueDto",
        "PaymentDto",
        "PaymentRefDto",
        "ProblemDto",
        "RefundDto",
        "RefundPaymentDto",
      ].sort(),
    )
    expect(schemas["CreatePaymentDto"]).toMatchObject({
      required: ["amount", "externalId"],
      properties: { amount: { type: "number", minimum: 1, maximum: 9_999_999_999_999 } },
    })
    const refund = document.paths["/payments/refund"]?.post
    expect(Object.keys(refund?.responses ?? {})).toEqual(expect.arrayContaining(["201", "404", "409", "501"]))
    expect(JSON.stringify(refund?.responses)).toContain("The account cannot be used for now")
    const create = document.paths["/payments"]?.post
    expect(JSON.stringify(create?.responses)).not.toContain("account")
    expect(create?.requestBody).toMatchObject({
      content: { "application/json": { schema: { $ref: "#/components/schemas/CreatePaymentDto" } } },
    })
    expect(Object.keys(create?.responses ?? {})).toEqual([
      "201",
      "400",
      "409",
      "422",
      "500",
      "502",
      "503",
      "504",
    ])
    expect(create?.responses["409"]).toEqual({
      description: "The external id was used before",
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/ProblemDto" } } },
    })
    expect(Object.keys(document.paths["/payments/{id}"]?.get?.responses ?? {})).toContain("404")
    expect(Object.keys(document.paths["/payments/cancel"]?.post?.responses ?? {})).toContain("501")
  })

  it("take a plain body past a strict ValidationPipe, and answer without payer and raw body", async () => {
    await using server = await start()
    const { status, text } = await post(`${server.url}/payments`, {
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...ORDER, externalId: "order-1" }),
    })
    expect(status).toBe(201)
    const payment = JSON.parse(text)
    expect(payment).toMatchObject({
      ref: { provider: "zipay", externalId: "order-1", orderId: "order-1" },
      status: "pending",
      amount: 25_000,
      qr: expect.stringMatching(/^000201/),
      expiresAt: expect.stringMatching(/Z$/),
    })
    expect(Object.keys(payment).sort()).toEqual(["amount", "expiresAt", "qr", "ref", "status"])
  })
})

describe("PaymentDto", () => {
  it("shows what is there, and leaves out who paid", () => {
    const payment = new Payment({
      ref: new PaymentRef({
        provider: "ifortepay",
        paymentId: "p",
        externalId: "e",
        orderId: "o",
        channel: "NOBU",
      }),
      status: "paid",
      providerStatus: "PAID",
      amount: Rupiah.make(25_000),
      total: Rupiah.make(25_500),
      paidAt: new Date("2026-01-02T03:04:05Z"),
      raw: { payer: "Pelanggan Contoh" },
    })
    expect(JSON.parse(JSON.stringify(new PaymentDto(payment)))).toEqual({
      ref: { provider: "ifortepay", paymentId: "p", externalId: "e", orderId: "o", channel: "NOBU" },
      status: "paid",
      amount: 25_000,
      total: 25_500,
      paidAt: "2026-01-02T03:04:05.000Z",
    })
  })
})

it("ProblemDto documents every reason there is", () => {
  const { enum: reasons } = Reflect.getMetadata("swagger/apiModelProperties", ProblemDto.prototype, "reason")
  expect(reasons).toHaveLength(Reason.members.length)
})
