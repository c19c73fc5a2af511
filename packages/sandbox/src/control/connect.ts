import * as v from "valibot"
import { SandboxError } from "../sandbox-error.js"
import type { SandboxControl } from "./control.js"
import { controlOver } from "./control-over.js"
import {
  CONTROL_PREFIX,
  type ControlCall,
  type ControlName,
  type ControlOutput,
  type Protocol,
  protocol,
} from "./protocol.js"

const CODES = [
  "invalid_settings",
  "invalid_input",
  "not_found",
  "refused",
  "unsupported",
  "clock_is_real",
  "port_in_use",
  "closed",
  "internal",
] as const

const failureSchema = v.object({ error: v.object({ code: v.picklist(CODES), message: v.string() }) })

/**
 * The control of a sandbox that runs in another process.
 *
 * @param url the sandbox's own, such as `http://127.0.0.1:8090`
 * @throws SandboxError from every method: what the sandbox refused, or `unreachable` when no sandbox answers there
 * @example
 * ```ts
 * import { connectSandbox } from "@qriskit/sandbox"
 *
 * const control = connectSandbox("http://127.0.0.1:8090")
 * const [payment] = await control.payments()
 * if (payment !== undefined) await control.pay(payment.qrPayload)
 * ```
 */
export function connectSandbox(url: string): SandboxControl {
  const base = url.replace(/\/+$/, "")
  const call: ControlCall = async (name, input) => {
    const response = await send(`${base}${CONTROL_PREFIX}${name}`, encode(name, input))
    const content: unknown = await response.json().catch(() => undefined)
    if (response.ok) return decodeOutput(name, content, url)
    const failure = v.safeParse(failureSchema, content)
    if (failure.success) throw new SandboxError(failure.output.error.code, failure.output.error.message)
    throw new SandboxError(
      "unreachable",
      `${url} answered HTTP ${response.status}: this is not a sandbox's control plane.`,
    )
  }
  return controlOver(call)
}

function encode(name: ControlName, input: unknown): string {
  return JSON.stringify(input, (key, value) => {
    if (value === Number.POSITIVE_INFINITY) {
      throw new SandboxError("invalid_input", `${name}: ${key} cannot be Infinity over HTTP; give a number.`)
    }
    return value
  })
}

async function send(url: string, body: string): Promise<Response> {
  try {
    return await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      redirect: "error",
    })
  } catch (cause) {
    throw new SandboxError("unreachable", `No sandbox answers at ${url}.`, { cause })
  }
}

function decodeOutput<Name extends ControlName>(
  name: Name,
  content: unknown,
  url: string,
): ControlOutput<Name> {
  const schema: Protocol[Name]["output"] = protocol[name].output
  const decoded = v.safeParse(schema, content)
  if (decoded.success) return decoded.output
  throw new SandboxError("unreachable", `${url} answered ${name} in a form that this version does not know.`)
}
