import pg from "pg"
import { LOOKS_LIKE, wrongAddress } from "./address.js"

const SEVERAL =
  "the PostgreSQL URL names several hosts, which the driver does not try in turn; name one address that leads to the primary: the cluster's own (a managed database has one), a DNS name, or HAProxy or pgpool in front"

const UNREADABLE = `the PostgreSQL URL cannot be read; ${LOOKS_LIKE}. What is special in a password is written as %40 for @, %2F for /, and so on`

/** Throws `UnusableDatabase` where a server's URL cannot be read, or names several. `setting`: where it stands. */
export const checkServerUrl = (url: string, setting = ""): void => {
  const wrong = (description: string) =>
    wrongAddress(setting === "" ? description : `${setting}: ${description}`)
  let host: string
  try {
    // Not connected: the driver's own reading of the URL decides.
    host = new pg.Client({ connectionString: url }).host
  } catch {
    throw wrong(/^[^/]*\/\/[^/?]*,/.test(url) ? SEVERAL : UNREADABLE)
  }
  if (host.includes(",")) throw wrong(SEVERAL)
}
