import { type HasAccounts, merchantNameOf, withAccounts } from "../accounts.js"
import { header } from "../request-content.js"
import type { Surroundings } from "../surroundings.js"
import { type IfortepayDialect, ifortepayDialect } from "./dialect.js"
import type { IfortepaySettings } from "./settings.js"

/** iFortepay with many merchants, told apart by the first half of the Basic pair. */
export const ifortepayWithAccounts = ({
  settings,
  identity,
  ...surroundings
}: Surroundings<IfortepaySettings>): IfortepayDialect & HasAccounts<IfortepaySettings, IfortepayDialect> =>
  withAccounts<IfortepaySettings, IfortepayDialect>(settings, identity, {
    open: (own, ids) => ifortepayDialect({ ...surroundings, settings: own, identity: ids }),
    ids: (ids, account) => ({
      merchantId: `IFP${ids.digits(10, "merchantId")}`,
      merchantName: merchantNameOf(account),
    }),
    secrets: (ids) => ({
      secretUnboundId: `0x${ids.bytes(10, "secretUnboundId").toString("hex")}`,
      hashKey: ids.bytes(24, "hashKey").toString("base64"),
      subMerchant: {
        id: `SUB${ids.digits(10, "subMerchant")}`,
        hashKey: ids.bytes(24, "subMerchant", "hashKey").toString("base64"),
      },
    }),
    markIn: (request) => {
      const pair = Buffer.from(header(request, "authorization").replace(/^Basic /, ""), "base64").toString()
      return pair.slice(0, Math.max(0, pair.indexOf(":")))
    },
    marksOf: ({ merchantId }) => [merchantId],
    scopeOf: ({ merchantId }) => merchantId,
  })
