import { type HasAccounts, merchantNameOf, withAccounts } from "../accounts.js"
import { header } from "../request-content.js"
import { type SnapDialect, snapDialect } from "./dialect.js"
import type { SnapSettings } from "./settings.js"
import type { SnapSurroundings } from "./verbs.js"

/**
 * One SNAP acquirer with many merchants, told apart by the client id of a token call and the partner id of all others.
 */
export type SnapWithAccounts = SnapDialect & HasAccounts<SnapSettings, SnapDialect>

/** Opens one. A merchant has the same credentials at every acquirer that speaks SNAP. */
export const snapWithAccounts = ({
  settings,
  identity,
  ...surroundings
}: SnapSurroundings): SnapWithAccounts =>
  withAccounts<SnapSettings, SnapDialect>(settings, identity, {
    open: (own, ids) => snapDialect({ ...surroundings, settings: own, identity: ids }),
    ids: (ids, account) => ({
      clientId: `SNAP-CLIENT-${ids.alphanumeric(12, "clientId")}`,
      partnerId: `SNAP-PARTNER-${ids.alphanumeric(12, "partnerId")}`,
      merchantId: `9${ids.digits(12, "snapMerchantId")}`,
      inboundClientId: `SNAP-INBOUND-${ids.alphanumeric(12, "inboundClientId")}`,
      merchantName: merchantNameOf(account),
    }),
    secrets: (ids) => ({ clientSecret: ids.alphanumeric(48, "clientSecret") }),
    markIn: (request) => header(request, "x-partner-id") || header(request, "x-client-key"),
    marksOf: ({ clientId, partnerId }) => [clientId, partnerId],
    scopeOf: ({ merchantId }) => merchantId,
    revoke: (dialect) => dialect.revokeTokens(),
    announcement: {
      setting: ({ callbackUrls }) => callbackUrls[surroundings.acquirer],
      set: (dialect, url) => dialect.setCallbackUrl(url),
    },
  })
