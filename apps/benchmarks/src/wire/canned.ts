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

/** The one answer of each path. What is not listed here is answered with a body of about the same length. */
export const ANSWERS: Readonly<Record<string, string>> = {
  "/ewallet/v2/create-qr": JSON.stringify(ifortepay),
  "/ewallet/v2/inquiry": JSON.stringify(ifortepay),
  "/payment/qr/inquiry": JSON.stringify(zipay),
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
