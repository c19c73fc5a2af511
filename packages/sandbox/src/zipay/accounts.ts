import { atDashboard, type HasAccounts, merchantNameOf, withAccounts } from "../accounts.js"
import { isForm, parseJson } from "../request-content.js"
import type { Surroundings } from "../surroundings.js"
import type { WireRequest } from "../wire.js"
import { type ZipayDialect, zipayDialect } from "./dialect.js"
import type { ZipaySettings } from "./settings.js"

const bodyOf = (request: WireRequest): unknown =>
  isForm(request)
    ? Object.fromEntries(new URLSearchParams(Buffer.from(request.body).toString()))
    : parseJson(request.body)

/** A login names its user, everything else the merchant that it is signed for. */
const markIn = (request: WireRequest): string => {
  const body = bodyOf(request)
  if (typeof body !== "object" || body === null) return ""
  if ("merchantId" in body) return `merchant ${body.merchantId}`
  return "userId" in body ? `user ${body.userId}` : ""
}

/** Zipay with many merchants, each with a user of its own. */
export const zipayWithAccounts = ({
  settings,
  identity,
  ...surroundings
}: Surroundings<ZipaySettings>): ZipayDialect & HasAccounts<ZipaySettings, ZipayDialect> =>
  withAccounts<ZipaySettings, ZipayDialect>(settings, identity, {
    open: (own, ids) => zipayDialect({ ...surroundings, settings: own, identity: ids }),
    ids: (ids, account) => ({
      userId: `user-${ids.digits(10, "userId")}`,
      merchantId: `9${ids.digits(11, "merchantId")}`,
      merchantName: merchantNameOf(account),
    }),
    secrets: (ids) => ({
      password: ids.alphanumeric(24, "password"),
      merchantKey: ids.uuidV4("merchantKey"),
    }),
    markIn,
    marksOf: ({ userId, merchantId }) => [`user ${userId}`, `merchant ${merchantId}`],
    scopeOf: ({ merchantId }) => merchantId,
    revoke: (dialect) => dialect.revokeTokens(),
    announcement: atDashboard,
  })
