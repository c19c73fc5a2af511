import { atDashboard, type HasAccounts, merchantNameOf, withAccounts } from "../accounts.js"
import { basicAuthorization } from "../basic-authorization.js"
import { header } from "../request-content.js"
import type { Surroundings } from "../surroundings.js"
import type { AnnouncingDialect } from "../wire.js"
import { xenditDialect } from "./dialect.js"
import type { XenditSettings } from "./settings.js"

/** Xendit with many businesses, told apart by their secret keys. */
export const xenditWithAccounts = ({
  settings,
  identity,
  ...surroundings
}: Surroundings<XenditSettings>): AnnouncingDialect & HasAccounts<XenditSettings, AnnouncingDialect> =>
  withAccounts<XenditSettings, AnnouncingDialect>(settings, identity, {
    open: (own, ids) => xenditDialect({ ...surroundings, settings: own, identity: ids }),
    ids: (ids, account) => ({
      businessId: ids.bytes(12, "businessId").toString("hex"),
      merchantName: merchantNameOf(account),
    }),
    secrets: (ids) => ({
      secretKey: `xnd_development_${ids.alphanumeric(40, "secretKey")}`,
      callbackToken: ids.alphanumeric(32, "callbackToken"),
      subAccount: {
        userId: ids.bytes(12, "subAccount").toString("hex"),
        callbackToken: ids.alphanumeric(32, "subAccount", "callbackToken"),
      },
    }),
    markIn: (request) => header(request, "authorization"),
    marksOf: ({ secretKey }) => [basicAuthorization(secretKey)],
    scopeOf: ({ businessId }) => businessId,
    announcement: atDashboard,
  })
