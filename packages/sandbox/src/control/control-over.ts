import type { SandboxControl, Span } from "./control.js"
import type { ControlCall } from "./protocol.js"

/** The control's methods over a way to carry them out: in process or over HTTP. */
export function controlOver(call: ControlCall): SandboxControl {
  return {
    now: async () => (await call("now", {})).now,
    advance: async (by) =>
      (await call("advance", { ms: typeof by === "number" ? by : inMilliseconds(by) })).now,
    setTime: async (at) => (await call("set-time", { at })).now,

    payments: async () => (await call("payments", {})).payments,
    payment: (id) => call("payment", { id }),
    readQr: (qrPayload) => call("read-qr", { qrPayload }),
    pay: (id, options) => call("pay", { ...options, id }),
    staticQr: async (provider) => (await call("static-qr", { provider })).qrPayload,
    payStatic: (provider, amount, options) => call("pay-static", { ...options, provider, amount }),
    expire: (id) => call("expire", { id }),
    cancel: (id) => call("cancel", { id }),
    setProviderStatus: (id, word) => call("set-provider-status", { id, word }),

    refund: (id, options) => call("refund", { ...options, id }),
    settleRefund: (id, refund, status) => call("settle-refund", { id, refund, status }),
    endRefunds: (id) => call("end-refunds", { id }),

    account: (account) => call("account", { account }),
    renewAccount: (account) => call("renew-account", { account }),

    faults: {
      script: async (rule) => void (await call("faults/script", rule)),
      list: async () => (await call("faults/list", {})).faults,
      clear: async () => void (await call("faults/clear", {})),
      refuse: async (options = {}) => void (await call("faults/refuse", options)),
      restore: async () => void (await call("faults/restore", {})),
    },
    callbacks: {
      script: async (rule) => void (await call("callbacks/script", rule)),
      attempts: async () => (await call("callbacks/attempts", {})).attempts,
      resend: (id) => call("callbacks/resend", { id }),
      build: (id, overrides) =>
        call("callbacks/build", { id, ...(overrides !== undefined && { overrides }) }),
      release: async () => void (await call("callbacks/release", {})),
      idle: async () => void (await call("callbacks/idle", {})),
    },

    zipay: {
      setCallbackUrl: async (url) => void (await call("zipay/set-callback-url", { url })),
      revokeTokens: async () => void (await call("zipay/revoke-tokens", {})),
    },
    midtrans: {
      setCallbackUrl: async (url) => void (await call("midtrans/set-callback-url", { url })),
    },
    xendit: {
      setCallbackUrl: async (url) => void (await call("xendit/set-callback-url", { url })),
    },
    snap: {
      setCallbackUrl: async (acquirer, url) => void (await call("snap/set-callback-url", { acquirer, url })),
      revokeTokens: async (acquirer) => void (await call("snap/revoke-tokens", { acquirer })),
    },
    ifortepay: {
      setStaticCallbackUrl: async (url) => void (await call("ifortepay/set-static-callback-url", { url })),
    },

    journal: async (options = {}) => (await call("journal", options)).entries,
    reset: async (options = {}) => void (await call("reset", options)),
  }
}

function inMilliseconds({ ms = 0, seconds = 0, minutes = 0, hours = 0 }: Span): number {
  return ms + 1000 * (seconds + 60 * (minutes + 60 * hours))
}
