import type { HasAccounts } from "../accounts.js"
import type { Answering } from "../answering.js"
import type { Callbacks } from "../callbacks.js"
import type { Clock } from "../clock.js"
import type { FaultScript } from "../fault-script.js"
import type { IfortepayDialect } from "../ifortepay/dialect.js"
import type { IfortepaySettings } from "../ifortepay/settings.js"
import type { Journal } from "../journal.js"
import type { Ledger, Provider } from "../ledger.js"
import type { Listener } from "../listener.js"
import type { MidtransSettings } from "../midtrans/settings.js"
import type { SnapDialects } from "../snap/dialects.js"
import type { SnapKeys } from "../snap/keys.js"
import type { AnnouncingDialect, Dialect } from "../wire.js"
import type { XenditSettings } from "../xendit/settings.js"
import type { ZipayDialect } from "../zipay/dialect.js"
import type { ZipaySettings } from "../zipay/settings.js"

/** The parts of a running sandbox that the control plane works on. */
export interface Workshop {
  readonly clock: Clock
  readonly ledger: Ledger
  readonly faults: FaultScript
  readonly answering: Answering
  readonly callbacks: Callbacks
  readonly journal: Journal
  readonly listener: Listener
  readonly dialects: {
    readonly ifortepay: IfortepayDialect & HasAccounts<IfortepaySettings, IfortepayDialect>
    readonly zipay: ZipayDialect & HasAccounts<ZipaySettings, ZipayDialect>
    readonly midtrans: AnnouncingDialect & HasAccounts<MidtransSettings, AnnouncingDialect>
    readonly xendit: AnnouncingDialect & HasAccounts<XenditSettings, AnnouncingDialect>
  } & SnapDialects &
    Readonly<Record<Provider, Dialect>>
  readonly snapKeys: SnapKeys
  /** Ids follow from this seed from now on. */
  reseed(seed: number): void
}
