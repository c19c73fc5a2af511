import type { FrontDoorOptions } from "@qriskit/core/promise"
import type { SnapAcquirer } from "@qriskit/sandbox"
import { shopsOf } from "@qriskit/testing"
import type { SnapProfileInput } from "../../src/index.js"
import { createSnap, type SnapClient, type SnapConfigInput, type SnapCreateInput } from "../../src/promise.js"
import type { SnapOptions } from "../../src/provider.js"

/** Shops of one preset: a sandbox, and a client of its acquirer on it. */
export const shopsAt = <P extends SnapProfileInput>(profile: P) =>
  shopsOf<SnapClient<P>, SnapConfigInput<P>, FrontDoorOptions & SnapOptions, SnapCreateInput>({
    configure: ({ snap }) => ({
      profile,
      // As the preset's id says.
      ...snap[profile.id.replace("snap-", "") as SnapAcquirer],
      retry: { times: 0 },
    }),
    connect: createSnap,
    order: (externalId) => ({ amount: 25_000, externalId: externalId.replaceAll("-", "") }),
  })
