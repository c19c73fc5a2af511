/** The element's own look. Colours are custom properties, so that a page may set them. */
export const STYLE = `
:host { display: block; max-width: 24rem; margin: 0 auto; color-scheme: light dark;
  --qris-ink: light-dark(#1b2420, #eceeea); --qris-quiet: light-dark(#56615b, #aab4ae);
  --qris-card: light-dark(#fff, #1e2327); --qris-edge: light-dark(#d9d5cb, #363d42);
  --qris-good: light-dark(#0b6e4f, #5fd3a6); --qris-focus: light-dark(#1456c4, #8ab8ff);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: var(--qris-ink); }
:host([hidden]), [hidden] { display: none !important; }
.card { background: var(--qris-card); border: 1px solid var(--qris-edge); border-radius: 12px; padding: 1rem;
  text-align: center; }
p { margin: 0 0 .5rem; overflow-wrap: anywhere; }
.merchant { font-size: 1.1rem; font-weight: 600; }
.amount { font-size: 1.75rem; font-weight: 700; }
.qr { background: #fff; border-radius: 8px; margin: 0 auto .75rem; width: min(100%, 18rem); }
.qr svg { display: block; width: 100%; height: auto; }
.status { font-weight: 600; }
.card[data-status="paid"] .status { color: var(--qris-good); font-size: 1.5rem; }
.what, .time, .line { color: var(--qris-quiet); }
.time span { font-variant-numeric: tabular-nums; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; justify-content: center; margin-top: .75rem; }
button { font: inherit; color: inherit; background: none; border: 1px solid var(--qris-quiet); border-radius: 8px;
  padding: .5rem .9rem; min-height: 2.75rem; cursor: pointer; }
:focus-visible { outline: 3px solid var(--qris-focus); outline-offset: 2px; }
`
