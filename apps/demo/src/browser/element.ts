/** An element of the page that the server drew. */
export const element = <E extends Element>(selector: string, kind: abstract new () => E): E | undefined => {
  const found = document.querySelector(selector)
  return found instanceof kind ? found : undefined
}
