// Writes a module that opens every door of every package here. The compiler then looks into all
// declarations behind them.
import { readdirSync, readFileSync, writeFileSync } from "node:fs"

/** Doors to somebody else's library, which this project has not installed, and those for authors of tests. */
const ELSEWHERE = [
  "@qriskit/nestjs/swagger",
  "@qriskit/nestjs/terminus",
  ...["drizzle", "knex", "kysely", "mikro-orm", "prisma", "typeorm"].map(
    (name) => `@qriskit/payments/${name}`,
  ),
]

const FOLDER = "node_modules/@qriskit"

const doorsOf = (name) => {
  const { exports } = JSON.parse(readFileSync(`${FOLDER}/${name}/package.json`, "utf8"))
  return Object.keys(exports)
    .filter((door) => door !== "./package.json")
    .map((door) => `@qriskit/${name}${door.slice(1)}`)
}

const doors = readdirSync(FOLDER).flatMap(doorsOf)
const missing = ELSEWHERE.filter((door) => !doors.includes(door))
if (missing.length > 0) throw new Error(`there is no ${missing.join(", no ")}`)
const open = doors.filter((door) => !ELSEWHERE.includes(door))
writeFileSync(
  "doors.ts",
  `${open.map((door, index) => `export * as door${index} from ${JSON.stringify(door)}`).join("\n")}\n`,
)
console.log(`note: ${open.length} doors, declarations checked`)
