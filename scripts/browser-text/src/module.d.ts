/** What `browserText` makes of a file. */
declare module "*?browser" {
  const text: string
  export default text
}
