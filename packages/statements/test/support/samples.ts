import { fileURLToPath } from "node:url"

/** Where a sample lies. */
export const sample = (name: string): string => fileURLToPath(new URL(`../samples/${name}`, import.meta.url))
