import type { FieldIssue } from "../field-issue.js"
import { isPrivateHost } from "../private-host.js"

/**
 * A rule for requests: a real acquirer calls back over https only; an emulator, on this machine or in another
 * container, may over plain http. Whether it is one is told by the address that the provider's API has.
 *
 * @example
 * ```ts
 * import { notificationUrlIssues } from "@qriskit/core/provider-kit"
 *
 * const issues = notificationUrlIssues(new URL("http://localhost:3000/callback"), "https://api.example.co.id")
 * console.log(issues.length) // 1
 * ```
 */
export const notificationUrlIssues = (url: URL | undefined, baseUrl: string): ReadonlyArray<FieldIssue> => {
  const isPlain = url instanceof URL && url.protocol === "http:"
  return isPlain && !isPrivateHost(new URL(baseUrl).hostname)
    ? [{ path: "notificationUrl", message: "must be https: only an emulator calls back over plain http" }]
    : []
}
