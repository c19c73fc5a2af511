import { readArguments } from "./arguments.ts"
import { rehearse } from "./rehearsal/rehearse.ts"
import { withRegistry } from "./with-registry.ts"

const USAGE = `Usage: pnpm rehearse-release [--keep]

Copies what is committed here into a temporary folder, and releases it three times to a registry on loopback: as it is,
with a fix, and with a feature. A shop with two providers follows. Exit code 1 if anything is not as it must be.

  --keep   leaves the copy and the shop, and says where they are; else they are removed`

const { keep } = readArguments({ keep: { type: "boolean", default: false } }, USAGE)
await withRegistry(keep, ({ folder, registry }) => rehearse(folder, registry))
