import { openTestPostgres } from "../support/databases.js"
import { describeSimulation } from "./describe.js"

describeSimulation("PostgreSQL", openTestPostgres, 230)
