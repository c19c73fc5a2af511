import type { SnapAcquirer, SnapMerchantCredentials } from "../src/index.js"

// How each acquirer wants to be called, written for these tests from the documents.

/** How an acquirer wants its calls, as the profiles tell. */
export interface Manner {
  readonly tokenPath?: string
  readonly encoding?: "base64" | "hex"
  /** What is not signed of a path. */
  readonly mount?: string
  readonly create: readonly [path: string, body: (merchant: Merchant, reference: string) => Fields]
  readonly inquire: readonly [path: string, body: (merchant: Merchant, of: Made) => Fields]
  readonly cancel?: readonly [path: string, body: (merchant: Merchant, of: Made) => Fields]
}

type Merchant = Pick<SnapMerchantCredentials, "merchantId" | "settings">
export type Fields = Readonly<Record<string, unknown>>

/** What a merchant keeps of what it created. */
export interface Made {
  readonly reference: string
  readonly referenceNo?: string
  readonly contractId?: string
}

export const amountOf = (rupiah: number) => ({ value: `${rupiah}.00`, currency: "IDR" })
const amount = amountOf(25_000)
const both = ({ referenceNo, reference }: Made) => ({
  originalReferenceNo: referenceNo,
  originalPartnerReferenceNo: reference,
  serviceCode: "47",
})

export const MANNERS: Readonly<Record<SnapAcquirer, Manner>> = {
  midtrans: {
    tokenPath: "/v1.0/access-token/b2b",
    create: [
      "/v1.0/qr/qr-mpm-generate",
      ({ merchantId }, partnerReferenceNo) => ({ merchantId, partnerReferenceNo, amount }),
    ],
    inquire: [
      "/v1.0/qr/qr-mpm-query",
      (_, { referenceNo }) => ({ originalReferenceNo: referenceNo, serviceCode: "47" }),
    ],
    cancel: [
      "/v1.0/qr/qr-mpm-cancel",
      ({ merchantId }, { referenceNo }) => ({
        originalReferenceNo: referenceNo,
        merchantId,
        reason: "tutup",
      }),
    ],
  },
  nicepay: {
    tokenPath: "/nicepay/v1.0/access-token/b2b",
    mount: "/nicepay",
    create: [
      "/nicepay/api/v1.0/qr/qr-mpm-generate",
      ({ merchantId, settings }, partnerReferenceNo) => ({
        merchantId,
        partnerReferenceNo,
        amount,
        storeId: settings["storeId"],
      }),
    ],
    inquire: [
      "/nicepay/api/v1.0/qr/qr-mpm-query",
      ({ merchantId, settings }, made) => ({
        ...both(made),
        merchantId,
        externalStoreId: settings["storeId"],
      }),
    ],
  },
  doku: {
    tokenPath: "/authorization/v1/access-token/b2b",
    create: [
      "/snap-adapter/b2b/v1.0/qr/qr-mpm-generate",
      ({ merchantId, settings }, partnerReferenceNo) => ({
        merchantId,
        partnerReferenceNo,
        amount,
        terminalId: settings["terminalId"],
        additionalInfo: { postalCode: "10310" },
      }),
    ],
    inquire: [
      "/snap-adapter/b2b/v1.0/qr/qr-mpm-query",
      ({ merchantId }, made) => ({ ...both(made), merchantId }),
    ],
  },
  dana: {
    create: [
      "/v1.0/qr/qr-mpm-generate.htm",
      ({ merchantId, settings }, partnerReferenceNo) => ({
        merchantId,
        partnerReferenceNo,
        amount,
        storeId: settings["storeId"],
        additionalInfo: { terminalSource: "MER", envInfo: { sourcePlatform: "IPG" } },
      }),
    ],
    inquire: [
      "/rest/v1.1/debit/status",
      ({ merchantId }, { reference }) => ({
        originalPartnerReferenceNo: reference,
        serviceCode: "47",
        merchantId,
      }),
    ],
  },
  bri: {
    tokenPath: "/snap/v1.0/access-token/b2b",
    encoding: "hex",
    create: [
      "/v1.1/qr-dynamic-mpm/qr-mpm-generate-qr",
      ({ merchantId, settings }, partnerReferenceNo) => ({
        merchantId,
        partnerReferenceNo,
        amount,
        terminalId: settings["terminalId"],
      }),
    ],
    inquire: [
      "/v1.1/qr-dynamic-mpm/qr-mpm-query",
      ({ settings }, { referenceNo }) => ({
        originalReferenceNo: referenceNo,
        serviceCode: "17",
        additionalInfo: { terminalId: settings["terminalId"] },
      }),
    ],
  },
  winpay: {
    mount: "/snap",
    create: [
      "/v1.0/qr/qr-mpm-generate",
      ({ settings }, partnerReferenceNo) => ({
        partnerReferenceNo,
        amount,
        terminalId: settings["terminalId"],
        validityPeriod: "2026-11-28T10:15:00+07:00",
        additionalInfo: { isStatic: false },
      }),
    ],
    inquire: [
      "/v1.0/qr/qr-mpm-query",
      (_, { reference, contractId }) => ({
        originalPartnerReferenceNo: reference,
        serviceCode: "47",
        additionalInfo: { contractId },
      }),
    ],
  },
  paydia: {
    tokenPath: "/snap/v1.0/access-token/b2b",
    create: [
      "/snap/v1.0/qr/qr-mpm-generate",
      ({ merchantId }, partnerReferenceNo) => ({ merchantid: merchantId, partnerReferenceNo, amount }),
    ],
    inquire: [
      "/snap/v2.0/qr/qr-mpm-status",
      ({ merchantId }, { referenceNo }) => ({
        originalReferenceNo: referenceNo,
        merchantid: merchantId,
        serviceCode: "47",
      }),
    ],
  },
  shopeepay: {
    tokenPath: "/v1.0/access-token/b2b",
    create: [
      "/v1.0/qr/qr-mpm-generate",
      ({ merchantId, settings }, partnerReferenceNo) => ({
        merchantId,
        partnerReferenceNo,
        amount,
        additionalInfo: { externalStoreId: settings["externalStoreId"] },
      }),
    ],
    inquire: [
      "/v1.0/qr/qr-mpm-query",
      ({ merchantId }, { reference }) => ({
        originalPartnerReferenceNo: reference,
        serviceCode: "47",
        merchantId,
      }),
    ],
    cancel: [
      "/v1.0/qr/qr-mpm-cancel",
      ({ merchantId }, { reference }) => ({
        originalPartnerReferenceNo: reference,
        merchantId,
        reason: "tutup",
      }),
    ],
  },
  ifortepay: {
    create: [
      "/v1.0/qr/qr-mpm-generate",
      (_, partnerReferenceNo) => ({
        partnerReferenceNo,
        amount,
        additionalInfo: { callbackUrl: "https://toko.example/callback" },
      }),
    ],
    inquire: ["/v1.0/qr/qr-mpm-query", (_, made) => both(made)],
    cancel: [
      "/v1.0/qr/qr-mpm-cancel",
      (_, { reference, referenceNo }) => ({
        originalPartnerReferenceNo: reference,
        originalReferenceNo: referenceNo,
        reason: "tutup",
        additionalInfo: { type: "DYNAMIC" },
      }),
    ],
  },
}
