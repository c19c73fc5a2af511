import { fileURLToPath } from "node:url"

/** Those of a run are its own; `pnpm run screenshots` renews the ones that the README shows. */
const FOLDER = process.env["RENEW_SCREENSHOTS"] ? "../../../screenshots/" : "../../../screenshots/latest/"
export const SCREENSHOTS = fileURLToPath(new URL(FOLDER, import.meta.url))
