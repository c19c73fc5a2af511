import * as fs from "node:fs"
import * as path from "node:path"
import { type InstalledWeight, installedWeight } from "@qriskit/weigh"
import { run } from "./command.ts"
import type { Consumer } from "./consumer.ts"
import { cleanEnvironment, useRegistryForOurs } from "./environment.ts"
import { writeGuidePages } from "./guide-pages.ts"
import { install } from "./install.ts"
import { complaintsAbout } from "./selection.ts"

const PROJECTS = path.resolve(import.meta.dirname, "../projects")
const SECONDS_TO_PAY = 300

/** What a consumer showed. */
export interface Success {
  readonly inProduction: InstalledWeight
  readonly installSeconds: number
  readonly paySeconds: number
  /** What `pay` wrote. */
  readonly output: string
}

const secondsSince = (began: number): number => (performance.now() - began) / 1_000

/** Copies a consumer's project into a folder of its own, where its package manager uses the registry for ours. */
export const unpackProject = (name: string, folder: string, registry: string): void => {
  fs.cpSync(path.join(PROJECTS, name), folder, {
    recursive: true,
    filter: (file) => !/[\\/](node_modules|dist)$/.test(file),
  })
  useRegistryForOurs(folder, registry)
}

/** Lets a project make its payments. Throws unless exactly that many were paid. */
export const payIn = async (
  { packageManager, payments }: Pick<Consumer, "packageManager" | "payments">,
  folder: string,
): Promise<string> => {
  const output = await run(packageManager, ["run", "pay"], {
    folder,
    environment: cleanEnvironment(),
    seconds: SECONDS_TO_PAY,
  })
  const paid = output.match(/^paid: /gm)?.length ?? 0
  if (paid !== payments) throw new Error(`${paid} payments were made, not ${payments}:\n${output}`)
  return output
}

/**
 * Installs what one consumer needs from the registry, looks at what it got, and lets it make its payments.
 *
 * @throws Error that says what is wrong
 */
export const tryConsumer = async (consumer: Consumer, folder: string, registry: string): Promise<Success> => {
  unpackProject(consumer.name, folder, registry)
  if (consumer.guidePages !== undefined) writeGuidePages(consumer.guidePages, folder)
  const beganInstall = performance.now()
  await install(consumer.packageManager, folder, "production")
  const installed = installedWeight(folder)
  const complaints = complaintsAbout(consumer, installed.packages)
  if (complaints.length > 0) throw new Error(`what was installed is not right: ${complaints.join("; ")}`)
  await install(consumer.packageManager, folder, "everything")
  const installSeconds = secondsSince(beganInstall)
  const beganPay = performance.now()
  const output = await payIn(consumer, folder)
  return { inProduction: installed, installSeconds, paySeconds: secondsSince(beganPay), output }
}
