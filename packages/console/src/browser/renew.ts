/** Whether somebody is at work in it: a form that is open, a field that has the focus or is filled in. */
const isInUse = (element: Element): boolean =>
  element.matches(":focus-within") ||
  element.matches("details[open]") ||
  element.querySelector("details[open]") !== null ||
  [...element.querySelectorAll<HTMLInputElement>("input:not([type=hidden])")].some(
    ({ value, defaultValue }) => value !== defaultValue,
  )

/** Replaces what changed, one child after the other where both have as many, so that what is in use stays. */
const replace = (part: Element, fresh: Element): void => {
  if (part.isEqualNode(fresh)) return
  if (!isInUse(part)) {
    part.replaceChildren(...fresh.childNodes)
    return
  }
  const [old, young] = [[...part.children], [...fresh.children]]
  for (const child of old) {
    const same = child.id === "" ? undefined : young.find(({ id }) => id === child.id)
    if (same !== undefined) replace(child, same)
  }
}

/** Fetches the page anew, and replaces its parts. Where one is at work stays as it is. */
export const renew = async (): Promise<void> => {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } })
  if (!answer.ok) return
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  for (const part of document.querySelectorAll("[data-part]")) {
    const fresh = page.querySelector(`[data-part="${part.getAttribute("data-part")}"]`)
    if (fresh !== null) replace(part, fresh)
  }
}
