import { openTestPglite } from "../support/databases.js"
import { describeSimulation } from "./describe.js"

describeSimulation("PGlite", openTestPglite, 230)
