import { atDashboard, type HasAccounts, merchantNameOf, withAccounts } from "../accounts.js"
import { basicAuthorization } from "../basic-authorization.js"
import { header } from "../request-content.js"
import type { Surroundings } from "../surroundings.js"
import type { AnnouncingDialect } from "../wire.js"
import { midtransDialect } from "./dialect.js"
import type { MidtransSettings } from "./settings.js"

/** Midtrans with many merchants, told apart by their server keys. */
export const midtransWithAccounts = ({
  settings,
  identity,
  ...surroundings
}: Surroundings<MidtransSettings>): AnnouncingDialect & HasAccounts<MidtransSettings, AnnouncingDialect> =>
  withAccounts<MidtransSettings, AnnouncingDialect>(settings, identity, {
    open: (own, ids) => midtransDialect({ ...surroundings, settings: own, identity: ids }),
    ids: (ids, account) => ({
      merchantId: `G${ids.digits(9, "merchantId")}`,
      merchantName: merchantNameOf(account),
    }),
    secrets: (ids) => ({ serverKey: `SB-Mid-server-${ids.alphanumeric(24, "serverKey")}` }),
    markIn: (request) => header(request, "authorization"),
    marksOf: ({ serverKey }) => [basicAuthorization(serverKey)],
    scopeOf: ({ merchantId }) => merchantId,
    announcement: atDashboard,
  })
