import { accept } from "./accept.js"
import { acceptMoney } from "./accept-money.js"
import { ack } from "./ack.js"
import { acts } from "./acts.js"
import { anomalies } from "./anomalies.js"
import { cancel } from "./cancel.js"
import { arrived, days } from "./days.js"
import { deadLetters } from "./dead-letters.js"
import { endpointAttempts, endpointMessages, endpointResend } from "./endpoint-messages.js"
import { endpointDisable, endpointEnable, endpoints } from "./endpoints.js"
import { expect } from "./expect.js"
import { explain } from "./explain.js"
import { find } from "./find.js"
import { health } from "./health.js"
import { migrate, schema } from "./migrate.js"
import { receipts } from "./receipts.js"
import { redact } from "./redact.js"
import { refresh } from "./refresh.js"
import { refund } from "./refund.js"
import { replay } from "./replay.js"
import { resolveRefund } from "./resolve-refund.js"
import { settlement } from "./settlement.js"
import { show } from "./show.js"
import { skip } from "./skip.js"
import { statements, statementsMatch, statementsUndo } from "./statements.js"
import { statementsImport } from "./statements-import.js"
import { statementsLines } from "./statements-lines.js"
import { totals } from "./totals.js"
import { unmatched } from "./unmatched.js"
import type { Verb } from "./verb.js"
import { watch } from "./watch.js"

/** Every verb, in the order of help. */
export const VERBS: ReadonlyArray<Verb> = [
  find,
  show,
  watch,
  totals,
  health,
  anomalies,
  deadLetters,
  unmatched,
  receipts,
  acts,
  statements,
  statementsLines,
  settlement,
  explain,
  days,
  arrived,
  endpoints,
  endpointMessages,
  endpointAttempts,
  schema,
  expect,
  refresh,
  cancel,
  refund,
  resolveRefund,
  accept,
  acceptMoney,
  ack,
  replay,
  skip,
  statementsImport,
  statementsMatch,
  statementsUndo,
  endpointResend,
  endpointEnable,
  endpointDisable,
  redact,
  migrate,
]
