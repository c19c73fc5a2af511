import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { bundleWeight, installedWeight } from "@qriskit/weigh"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { installAll } from "../src/weight/installations.js"
import { startingTime } from "../src/weight/starting.js"
import { SUBJECTS, type Subject } from "../src/weight/subjects.js"

let folder: string
let folders: ReadonlyMap<Subject, string>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "qriskit-weight-test-"))
  folders = await installAll(SUBJECTS, folder, () => undefined)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe("the weight benchmark", () => {
  it.each(SUBJECTS.map((subject) => [subject.name, subject] as const))(
    "installs %s with what it names, starts it and bundles it",
    async (_, subject) => {
      const own = folders.get(subject) ?? ""
      expect(installedWeight(own).packages.map(({ name }) => name)).toContain(subject.installs)
      expect(await startingTime(own)).toBeGreaterThan(0)
      for (const runtime of subject.bundles) {
        const { gzipped } = await bundleWeight(subject.code, own, runtime)
        expect(gzipped, runtime).toBeGreaterThan(1_000)
      }
    },
  )
})
