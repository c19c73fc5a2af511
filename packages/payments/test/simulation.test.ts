import { describeSimulation } from "./simulation/describe.js"
import { openTestPglite } from "./support/databases.js"

// A taste of it; `pnpm run test:simulation` plays more, on both databases.
describeSimulation("PGlite", openTestPglite, 8)
