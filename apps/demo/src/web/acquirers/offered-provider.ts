import type { QrisProvider } from "@qriskit/core"
import type { PromiseAccounts } from "@qriskit/core/promise"
import type { QrisClient } from "@qriskit/nestjs"
import * as Ifortepay from "@qriskit/provider-ifortepay"
import { createIfortepay, createIfortepayAccounts } from "@qriskit/provider-ifortepay/promise"
import * as Midtrans from "@qriskit/provider-midtrans"
import { createMidtrans, createMidtransAccounts } from "@qriskit/provider-midtrans/promise"
import * as Xendit from "@qriskit/provider-xendit"
import { createXendit, createXenditAccounts } from "@qriskit/provider-xendit/promise"
import * as Zipay from "@qriskit/provider-zipay"
import { createZipay, createZipayAccounts } from "@qriskit/provider-zipay/promise"

/** A provider's configuration, field by field, as texts: of the environment, or of the sandbox. */
export type Fields = Readonly<Record<string, string>>

/** Configurations of one account, by provider. */
export type Credentials = ReadonlyMap<string, Fields>

/** The accounts of every branch at one provider. */
export type Accounts = PromiseAccounts<QrisProvider, QrisClient>

/** Reads an account's configuration; `undefined` where there is none. */
type Load = (account: string) => Fields | undefined

/** A provider that the till may offer: its variables, and how clients are made of what is set. */
export interface OfferedProvider {
  readonly id: string
  /** The environment variable of each field. */
  readonly variables: Fields
  /** Of one shop. Throws `InvalidConfiguration`, which names whatever is missing or wrong. */
  readonly create: (fields: Fields) => QrisClient
  /** Of many branches, over one connection pool. */
  readonly createAccounts: (load: Load) => Accounts
}

/** The providers with an API of their own. What a client is given is decoded by it, field by field. */
export const OFFERED_OWN: ReadonlyArray<OfferedProvider> = [
  {
    id: "ifortepay",
    variables: Ifortepay.layerConfigVariables,
    create: (fields) => createIfortepay(fields as unknown as Ifortepay.IfortepayConfigInput),
    createAccounts: (load) =>
      createIfortepayAccounts({
        load: load as (account: string) => Ifortepay.IfortepayConfigInput | undefined,
      }),
  },
  {
    id: "zipay",
    variables: Zipay.layerConfigVariables,
    create: (fields) => createZipay(fields as unknown as Zipay.ZipayConfigInput),
    createAccounts: (load) =>
      createZipayAccounts({ load: load as (account: string) => Zipay.ZipayConfigInput | undefined }),
  },
  {
    id: "midtrans",
    variables: Midtrans.layerConfigVariables,
    create: (fields) => createMidtrans(fields as unknown as Midtrans.MidtransConfigInput),
    createAccounts: (load) =>
      createMidtransAccounts({ load: load as (account: string) => Midtrans.MidtransConfigInput | undefined }),
  },
  {
    id: "xendit",
    variables: Xendit.layerConfigVariables,
    create: (fields) => createXendit(fields as unknown as Xendit.XenditConfigInput),
    createAccounts: (load) =>
      createXenditAccounts({ load: load as (account: string) => Xendit.XenditConfigInput | undefined }),
  },
]
