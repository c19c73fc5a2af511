// Asks the registry about known vulnerabilities of what is installed for production. Exit code 1 for one of high or
// critical severity. Where the registry offers no audit, one line says that nothing was checked.
import { spawnSync } from "node:child_process"

const NOT_OFFERED =
  /ERR_PNPM_AUDIT_(BAD_RESPONSE|ENDPOINT_NOT_EXISTS)|ENOTFOUND|ECONNREFUSED|ECONNRESET|EAI_AGAIN|ETIMEDOUT/
const GRAVE = ["high", "critical"]

const { stdout, stderr } = spawnSync("pnpm", ["audit", "--prod", "--json"], { encoding: "utf8" })

const answerIn = (text) => {
  try {
    const answer = JSON.parse(text)
    return answer.metadata === undefined ? undefined : answer
  } catch {
    return undefined
  }
}

const answer = answerIn(stdout)
if (answer === undefined) {
  const why = NOT_OFFERED.exec(stdout + stderr)?.[0]
  if (why === undefined) {
    console.error(stdout + stderr)
    console.error("pnpm audit failed, and not because the registry offers none.")
    process.exitCode = 1
  } else console.log(`NOT CHECKED for known vulnerabilities: the registry in use offers no audit (${why}).`)
} else {
  const advisories = Object.values(answer.advisories ?? {})
  const grave = advisories.filter(({ severity }) => GRAVE.includes(severity))
  for (const { severity, module_name: name, vulnerable_versions: versions, title, url } of advisories)
    console.log(`${severity}: ${name} ${versions}: ${title} (${url})`)
  if (grave.length > 0)
    console.error(
      "Upgrade to a version that is not affected, or replace the package. No range may allow an affected one.",
    )
  else console.log(`No known vulnerability of high or critical severity; ${advisories.length} of lower ones`)
  process.exitCode = grave.length > 0 ? 1 : 0
}
