import { HttpAdapterHost } from "@nestjs/core"
import { ExecutionContextHost } from "@nestjs/core/internal"
import { ExpressAdapter } from "@nestjs/platform-express"
import { PaymentNotFound, QrisError } from "@qriskit/core"
import { expect, it } from "vitest"
import { QrisExceptionFilter } from "../src/index.js"

const error = new QrisError({ provider: "contoh", operation: "inquire", reason: new PaymentNotFound({}) })

it("outside HTTP the filter hands the error on", () => {
  const filter = new QrisExceptionFilter(new HttpAdapterHost())
  const context = new ExecutionContextHost([])
  context.setType("rpc")
  expect(() => filter.catch(error, context)).toThrow(error)
})

it("a response that has begun is ended and not begun again", () => {
  const host = new HttpAdapterHost()
  host.httpAdapter = new ExpressAdapter()
  const calls: Array<string> = []
  const response = { headersSent: true, end: () => calls.push("end") }
  new QrisExceptionFilter(host).catch(error, new ExecutionContextHost([{}, response]))
  expect(calls).toEqual(["end"])
})
