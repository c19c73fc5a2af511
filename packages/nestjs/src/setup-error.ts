/** Something is set up wrongly. One sentence says what, and what to write where. Never holds a secret. */
export class QrisSetupError extends Error {
  override readonly name = "QrisSetupError"
}
