export { calledFrom } from "./caller.js"
export type { FetchHandler } from "./fetch-handler.js"
