import { cannedQr } from "../canned-qr.js"

/** Every benchmarked payment is this one. */
export const AMOUNT = 25_000
export const EXTERNAL_ID = "BENCH-0001"
export const PAYMENT_ID = "019d626c-a12f-7ce3-9695-b2a251cc0cef"
const EXPIRES = "2099-04-07T18:44:28.231+07:00"

const QR = cannedQr(AMOUNT)

const ifortepay = {
  transaction_id: PAYMENT_ID,
  external_id: EXTERNAL_ID,
  order_id: EXTERNAL_ID,
  response_code: "00",
  response_message: "SUCCESS",
  currency: "IDR",
  payment_method: "WALLET",
  payment_channel: "NOBU",
  transaction_status: "ACTIVE",
  payment_details: { amount: AMOUNT, total_amount: AMOUNT, expired_time: EXPIRES, transaction_time: EXPIRES },
  qr_response: { qr_string: QR },
}

const zipay = {
  status: 200,
  success: true,
  data: {
    uuid: PAYMENT_ID,
    amount: AMOUNT,
    externalId: EXTERNAL_ID,
    status: "ACTIVE",
    merchantId: "3",
    merchantName: "TOKO CONTOH",
    expired_at: "2099-08-02 14:22:59",
  },
}

const WIB = "2099-04-07 18:44:28"

/** Ids as Midtrans and Xendit make them. */
export const MIDTRANS_ID = "11111111-2222-4333-8444-555555555555"
export const XENDIT_ID = `pr-${MIDTRANS_ID}`

const midtrans = {
  status_code: "201",
  status_message: "QRIS transaction is created",
  transaction_id: MIDTRANS_ID,
  order_id: EXTERNAL_ID,
  merchant_id: "G000000001",
  gross_amount: `${AMOUNT}.00`,
  currency: "IDR",
  payment_type: "qris",
  transaction_time: WIB,
  transaction_status: "pending",
  fraud_status: "accept",
  acquirer: "gopay",
  qr_string: QR,
  expiry_time: WIB,
}

const xendit = {
  business_id: "650000000000000000000001",
  reference_id: EXTERNAL_ID,
  payment_request_id: XENDIT_ID,
  type: "PAY",
  country: "ID",
  currency: "IDR",
  request_amount: AMOUNT,
  capture_method: "AUTOMATIC",
  channel_code: "QRIS",
  channel_properties: { expires_at: "2099-11-30T03:00:00Z" },
  actions: [{ type: "PRESENT_TO_CUSTOMER", descriptor: "QR_STRING", value: QR }],
  status: "REQUIRES_ACTION",
  created: "2099-11-28T03:00:00.123Z",
}

/** SNAP's id of the payment. */
export const SNAP_ID = "A120260102100000000000001"

const snapCreated = {
  responseCode: "2004700",
  responseMessage: "Successful",
  referenceNo: SNAP_ID,
  partnerReferenceNo: EXTERNAL_ID,
  qrContent: QR,
  qrUrl: "https://api.sandbox.midtrans.com/v2/qris/qr-code",
}

const snapInquired = {
  responseCode: "2005100",
  responseMessage: "Successful",
  originalReferenceNo: SNAP_ID,
  originalPartnerReferenceNo: EXTERNAL_ID,
  serviceCode: "47",
  latestTransactionStatus: "03",
  transactionStatusDesc: "pending",
  amount: { value: `${AMOUNT}.00`, currency: "IDR" },
  additionalInfo: { acquirer: "gopay" },
}

/** The one answer of each path. What is not listed here is answered with a body of about the same length. */
export const ANSWERS: Readonly<Record<string, string>> = {
  "/ewallet/v2/create-qr": JSON.stringify(ifortepay),
  "/ewallet/v2/inquiry": JSON.stringify(ifortepay),
  "/payment/qr/inquiry": JSON.stringify(zipay),
  "/v2/charge": JSON.stringify(midtrans),
  [`/v2/${MIDTRANS_ID}/status`]: JSON.stringify(midtrans),
  "/v3/payment_requests": JSON.stringify(xendit),
  [`/v3/payment_requests/${XENDIT_ID}`]: JSON.stringify(xendit),
  "/v1.0/qr/qr-mpm-generate": JSON.stringify(snapCreated),
  "/v1.0/qr/qr-mpm-query": JSON.stringify(snapInquired),
  "/v1.0/access-token/b2b": JSON.stringify({
    responseCode: "2007300",
    responseMessage: "Successful",
    accessToken: "bench-token",
    tokenType: "Bearer",
    expiresIn: "86400",
  }),
  "/auth/login": JSON.stringify({
    status: 200,
    success: true,
    data: { access_token: "bench-token", expired_token: "2099-08-01 14:18:24" },
  }),
}

/** For other SDKs: an answer that all of them accept. */
export const ANY_ANSWER = JSON.stringify({
  id: PAYMENT_ID,
  object: "payment_intent",
  status: "requires_payment_method",
  status_code: "201",
  amount: AMOUNT,
  currency: "idr",
  qr_string: QR,
  reference_id: EXTERNAL_ID,
  metadata: { order: EXTERNAL_ID, note: "about as long as the others' answers".repeat(6) },
})
