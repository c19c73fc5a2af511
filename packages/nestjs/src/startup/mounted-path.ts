import { RequestMethod, VersioningType } from "@nestjs/common"
import type { ApplicationConfig } from "@nestjs/core"

const trimmed = (path: string): string => path.replace(/^\/+|\/+$/g, "")

/** Where a path of ours is reached in the application: the global prefix goes in front, unless the path is excluded. */
export const mountedPath = (config: ApplicationConfig, path: string): string => {
  const prefix = trimmed(config.getGlobalPrefix())
  const excluded = config.getGlobalPrefixOptions().exclude ?? []
  const isExcluded = excluded.some(
    ({ pathRegex, requestMethod }) =>
      (requestMethod === RequestMethod.ALL || requestMethod === RequestMethod.POST) &&
      pathRegex.test(`/${path}`),
  )
  return prefix === "" || isExcluded ? path : `${prefix}/${path}`
}

/** What versions in addresses begin with. `undefined` where addresses have none. */
export const versionPrefix = (config: ApplicationConfig): string | undefined => {
  const versioning = config.getVersioning()
  if (versioning?.type !== VersioningType.URI) return undefined
  return versioning.prefix === false ? "" : (versioning.prefix ?? "v")
}
