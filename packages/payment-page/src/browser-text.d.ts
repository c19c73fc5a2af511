/** Made by `packages/console/build/browser-text.ts`. */
declare module "*?browser" {
  const text: string
  export default text
}
