import { makeNarrator } from "./narrator.js"
import { takeTour } from "./take-tour.js"

const narrator = makeNarrator((line) => process.stdout.write(`${line}\n`))
process.exitCode = (await takeTour(narrator)) ? 0 : 1
