// pnpm --filter @qriskit/provider-snap vectors FILE
// Runs a file of vectors against this package's signing and verifying, and says how many hold and which do not.
import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { complaintsOf } from "./hold.mjs"

const [file] = process.argv.slice(2)
if (file === undefined) {
  console.error("Which file? pnpm --filter @qriskit/provider-snap vectors FILE")
  process.exit(2)
}

// pnpm runs scripts in the package's folder; the file is named from where pnpm was called.
const read = () => {
  try {
    return JSON.parse(readFileSync(resolve(process.env.INIT_CWD ?? ".", file), "utf8"))
  } catch (error) {
    console.error(`${file} cannot be read: ${error.message}`)
    process.exit(2)
  }
}

const { vectors, keys = {} } = read()
if (!Array.isArray(vectors) || vectors.length === 0) {
  console.error(`${file} holds no list "vectors"`)
  process.exit(2)
}
const failed = vectors.flatMap((vector) => {
  const complaints = complaintsOf(vector, keys)
  return complaints.length === 0 ? [] : [{ id: vector.id ?? "(without id)", complaints }]
})
for (const { id, complaints } of failed) console.log(`${id}: ${complaints.join("; ")}`)
console.log(`${vectors.length - failed.length} of ${vectors.length} vectors hold`)
process.exitCode = failed.length === 0 ? 0 : 1
