// One order, as a deployed file would make it: opened, its picture read, paid, and known as paid. What it needs to know
// of the sandbox comes as an argument.
import { readFile } from "node:fs/promises"
import * as path from "node:path"
import { renderPng } from "@qriskit/payload/render"
import { scan } from "@qriskit/payload/scan"
import { createPayments } from "@qriskit/payments/promise"
import { createZipay } from "@qriskit/provider-zipay/promise"

const { settings, control, key, folder } = JSON.parse(process.argv[2] ?? "{}")

/** The scanner's WebAssembly lies beside this file. */
const scanner = async () => {
  const file = path.join(path.dirname(process.argv[1] ?? ""), "zxing_reader.wasm")
  return Uint8Array.from(await readFile(file)).buffer
}

const payAsCustomer = async (id) => {
  const answer = await fetch(`${control}/pay`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ id }),
  })
  if (!answer.ok) throw new Error(await answer.text())
}

const main = async () => {
  const zipay = createZipay(settings, { network: { proxy: false } })
  const payments = await createPayments({ database: folder, providers: [zipay] })
  const { qr } = await payments.open({ key, amount: 25_000, provider: "zipay" })
  const [code] = await scan(renderPng(qr?.payload ?? ""), { wasm: await scanner() })
  await payAsCustomer(code?.text)
  const { status, amount } = await payments.refresh(key)
  console.log(JSON.stringify({ key, ok: code?.result.ok, status, amount }))
  await payments.close()
  await zipay.close()
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
