import type { ArgumentsHost } from "@nestjs/common"
import { HttpAdapterHost } from "@nestjs/core"
import { ExpressAdapter } from "@nestjs/platform-express"
import { PaymentNotFound, QrisError } from "@qriskit/core"
import { expect, it } from "vitest"
import { QrisExceptionFilter } from "../src/index.js"

const error = new QrisError({ provider: "contoh", operation: "inquire", reason: new PaymentNotFound({}) })

/** What a filter is handed. Nest's own class is at another address in each of its versions. */
const hostOf = (type: string, args: ReadonlyArray<unknown>): ArgumentsHost => {
  const at = (index: number) => args[index]
  const http = { getRequest: () => at(0), getResponse: () => at(1), getNext: () => at(2) }
  // What the filter never asks for is not here.
  return { getType: () => type, getArgs: () => args, switchToHttp: () => http } as unknown as ArgumentsHost
}

it("outside HTTP the filter hands the error on", () => {
  const filter = new QrisExceptionFilter(new HttpAdapterHost())
  expect(() => filter.catch(error, hostOf("rpc", []))).toThrow(error)
})

it("a response that has begun is ended and not begun again", () => {
  const host = new HttpAdapterHost()
  host.httpAdapter = new ExpressAdapter()
  const calls: Array<string> = []
  const response = { headersSent: true, end: () => calls.push("end") }
  new QrisExceptionFilter(host).catch(error, hostOf("http", [{}, response]))
  expect(calls).toEqual(["end"])
})
