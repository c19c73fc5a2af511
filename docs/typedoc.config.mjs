// The API reference: every entry of every published package, in one conversion, so that types link across packages.
import { entryPoints, sourcePaths } from "./examples/workspace.ts"

/** `transport-default` is one of the other transports under a name of its own. */
const sources = [...new Set(entryPoints.map(({ source }) => source))]

export default {
  name: "API reference",
  entryPoints: sources,
  tsconfig: "tsconfig.api.json",
  compilerOptions: { paths: sourcePaths },
  plugin: [
    "typedoc-plugin-markdown",
    "typedoc-vitepress-theme",
    "./.vitepress/api-reference.mjs",
    "./.vitepress/documented.mjs",
  ],
  out: "api",
  docsRoot: ".",
  readme: ".vitepress/api-reference.md",
  mergeReadme: true,
  router: "module",
  excludeExternals: true,
  excludePrivate: true,
  excludeInternal: true,
  disableSources: true,
  skipErrorChecking: true,
  validation: { notExported: false, invalidLink: true },
  treatValidationWarningsAsErrors: true,
  githubPages: false,
  hidePageHeader: true,
  hideBreadcrumbs: true,
  useCodeBlocks: true,
  expandObjects: true,
  hideGroupHeadings: false,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  classPropertiesFormat: "table",
  typeDeclarationFormat: "table",
  enumMembersFormat: "table",
  sidebar: { autoConfiguration: false },
}
