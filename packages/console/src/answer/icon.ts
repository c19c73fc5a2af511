/** Also in a browser tab: what the pages are of. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><title>QRIS</title><rect width="32" height="32" rx="7" fill="#0b6e4f"/><path fill="#fff" d="M7 7h8v8H7zM17 7h8v8h-8zM7 17h8v8H7zM17 17h3v3h-3zM22 17h3v3h-3zM17 22h3v3h-3zM22 22h3v3h-3z"/><path fill="#0b6e4f" d="M9 9h4v4H9zM19 9h4v4h-4zM9 19h4v4H9z"/></svg>`
