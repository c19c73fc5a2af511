// A client in a bundle that lacks the banner: its call says what is missing.
import { createZipay } from "@qriskit/provider-zipay/promise"

const main = async () => {
  const zipay = createZipay(JSON.parse(process.argv[2] ?? "{}"), { network: { proxy: false } })
  await zipay.create({ amount: 25_000, externalId: "bare-1001-1" })
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
