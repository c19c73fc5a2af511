import * as Schema from "effect/Schema"
import { isPrivateHost } from "./private-host.js"

const objectionTo = ({ protocol, hostname, username, password }: URL): true | string => {
  if (username !== "" || password !== "") return "must not hold a user name or password"
  if (protocol === "https:") return true
  return protocol === "http:" && isPrivateHost(hostname)
    ? true
    : "must be https (http only within a private network, for an emulator)"
}

/**
 * Where a provider shall send its callbacks: https, without user name and password. Plain http within a private network
 * is left to providers, which take it only where they talk to an emulator (`notificationUrlIssues` of
 * the provider kit).
 */
export const NotificationUrl = Schema.Union([Schema.URL, Schema.URLFromString]).check(
  Schema.makeFilter(objectionTo),
)
