import type { Capabilities, RefundSupport } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import type { SnapProfile } from "./profile.js"
import { AUTHENTICITY } from "./recipe.js"
import { uses } from "./template.js"

const limitsOf = ({
  maximum,
  alphabet,
}: {
  readonly maximum?: number | undefined
  readonly alphabet?: string | undefined
} = {}) => present({ maximumLength: maximum, alphabet })

const refundOf = ({ title, verbs, limits, capabilities }: SnapProfile): RefundSupport => {
  const { refund, inquire } = verbs
  if (refund === undefined) {
    return { supported: false, why: capabilities.refund ?? `no document describes ${title}'s refund` }
  }
  return {
    supported: true,
    terms: refund.terms.map(({ partial, ...terms }) => ({
      ...present(terms),
      partial: partial === true ? { supported: true } : { supported: false, why: partial },
    })),
    askedBy: inquire.answer.refunds?.externalId === undefined ? "refundId" : "externalId",
    externalId: limitsOf(limits.refundExternalId),
    reasonLength: 256,
  }
}

/** What a profile's acquirer can do: read off the profile. */
export const capabilitiesOf = (profile: SnapProfile): Capabilities => {
  const { title, verbs, limits, notification, capabilities, channel } = profile
  const { lost } = verbs.create
  const { minimum, maximum } = limits.expirySeconds ?? {}
  return {
    title,
    cancel:
      verbs.cancel === undefined
        ? { supported: false, why: capabilities.cancel ?? `no document describes ${title}'s cancel` }
        : { supported: true },
    refund: refundOf(profile),
    expiry: uses(verbs.create.body, "expiresAt", "expirySeconds")
      ? {
          supported: true,
          ...present({
            minimumMinutes: minimum === undefined ? undefined : Math.ceil(minimum / 60),
            maximumMinutes: maximum === undefined ? undefined : Math.floor(maximum / 60),
          }),
        }
      : { supported: false, why: capabilities.expiry ?? `${title} decides when a QR expires` },
    notificationUrl: uses(verbs.create.body, "notificationUrl")
      ? { supported: true }
      : {
          supported: false,
          why:
            capabilities.notificationUrl ??
            `${title} sends callbacks to the address registered for the merchant`,
        },
    amount: {},
    externalId: limitsOf(limits.externalId),
    ...(lost && { lostCreates: { withQr: lost.answer !== undefined || lost.repeat } }),
    channels: (channel?.ids ?? []).map((id) => ({ id })),
    notifications: { authenticity: AUTHENTICITY[notification.recipe], statuses: notification.statuses },
    requiredFields: capabilities.requiredFields,
  }
}
