import { type Html, html, type Part } from "./html.js"

/** A column of a list. */
export interface TableColumn<Row> {
  readonly name: string
  readonly of: (row: Row) => Part
  /** Amounts and counts stand to the right, and say their column's name where the table folds. */
  readonly isNumber?: boolean
}

/** A list that folds into cards on a phone. */
export const table = <Row>(
  labelledBy: string,
  columns: ReadonlyArray<TableColumn<Row>>,
  rows: ReadonlyArray<Row>,
  foot?: Html,
): Html => html`<div class="scroll" tabindex="0" role="group" aria-labelledby="${labelledBy}"><table class="list">
    <thead><tr>${columns.map(({ name, isNumber }) => html`<th scope="col"${isNumber === true && html` class="number"`}>${name}</th>`)}</tr></thead>
    <tbody>${rows.map(
      (row) =>
        html`<tr>${columns.map(({ name, of, isNumber }) =>
          isNumber === true
            ? html`<td class="number" data-label="${name}">${of(row)}</td>`
            : html`<td data-label="${name}">${of(row)}</td>`,
        )}</tr>`,
    )}</tbody>${foot}
  </table></div>`
