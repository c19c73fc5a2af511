export { type Language, sentence } from "./sentence.js"
