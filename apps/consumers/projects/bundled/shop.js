// One order, as a deployed file would make it. The sandbox's credentials come as an argument.
import { parse } from "@qriskit/payload"
import { createZipay } from "@qriskit/provider-zipay/promise"

const main = async () => {
  const zipay = createZipay(JSON.parse(process.argv[2] ?? "{}"), { network: { proxy: false } })
  const { ref, qr } = await zipay.create({ amount: 25_000, externalId: process.argv[3] ?? "" })
  const { ok } = parse(qr?.payload ?? "")
  console.log(JSON.stringify({ ref, payload: qr?.payload, ok }))
  await zipay.close()
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
