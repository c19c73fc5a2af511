import * as fs from "node:fs"
import * as path from "node:path"
import { run } from "../command.ts"
import { cleanEnvironment, ROOT, useRegistry } from "../environment.ts"
import type { Manifest } from "../tarball.ts"

const SECONDS = 240

/** Somebody has to make the commits. */
const AUTHOR = {
  GIT_AUTHOR_NAME: "Rehearsal",
  GIT_AUTHOR_EMAIL: "rehearsal@example.com",
  GIT_COMMITTER_NAME: "Rehearsal",
  GIT_COMMITTER_EMAIL: "rehearsal@example.com",
}

/** A throw-away copy of this repository. */
export interface Workspace {
  readonly folder: string
  /** Runs a program of the workspace, or of the machine. */
  do(program: string, ...args: ReadonlyArray<string>): Promise<string>
  commit(message: string): Promise<void>
  /** The published packages as they stand. */
  manifests(): ReadonlyArray<Manifest>
  /** Adds lines to the end of a file. */
  append(file: string, text: string): void
  /** Adds a changeset about one package. */
  addChangeset(name: string, bump: "patch" | "minor", text: string): void
  hasChangesets(): boolean
}

const openWorkspace = (folder: string): Workspace => {
  const perform = (program: string, ...args: ReadonlyArray<string>): Promise<string> =>
    run(program, args, {
      folder,
      environment: {
        ...cleanEnvironment(),
        ...AUTHOR,
        // What is built here already need not be built again there.
        TURBO_CACHE_DIR: path.join(ROOT, ".turbo/cache"),
      },
      seconds: SECONDS,
    })
  const changesets = path.join(folder, ".changeset")
  return {
    folder,
    do: perform,
    async commit(message) {
      await perform("git", "add", "--all")
      await perform("git", "commit", "--quiet", "--message", message)
    },
    manifests: () =>
      fs
        .readdirSync(path.join(folder, "packages"))
        .map((name) => path.join(folder, "packages", name, "package.json"))
        .map((file) => JSON.parse(fs.readFileSync(file, "utf8")) as Manifest),
    append: (file, text) => fs.appendFileSync(path.join(folder, file), text),
    addChangeset: (name, bump, text) =>
      fs.writeFileSync(
        path.join(changesets, `rehearsed-${bump}.md`),
        `---\n"${name}": ${bump}\n---\n\n${text}\n`,
      ),
    hasChangesets: () =>
      fs.readdirSync(changesets).some((name) => name.endsWith(".md") && name !== "README.md"),
  }
}

/**
 * Copies what is committed here into a repository of its own, installs it, and makes it publish to a registry. Not a
 * clone: of a shallow one, as CI checks out, changesets would look for the rest of the history and never find it.
 */
export const copyWorkspace = async (folder: string, registry: string): Promise<Workspace> => {
  fs.mkdirSync(folder, { recursive: true })
  const archive = `${folder}.tar`
  const options = { folder: ROOT, environment: cleanEnvironment(), seconds: SECONDS }
  await run("git", ["archive", "--output", archive, "HEAD"], options)
  await run("tar", ["-xf", archive, "-C", folder], options)
  fs.rmSync(archive)

  const workspace = openWorkspace(folder)
  await workspace.do("git", "init", "--quiet", "--initial-branch", "main")
  await workspace.commit("What is here")
  await workspace.do("pnpm", "install", "--frozen-lockfile", "--prefer-offline")
  useRegistry(folder, registry)
  fs.appendFileSync(path.join(folder, ".git/info/exclude"), ".npmrc\n")
  return workspace
}
