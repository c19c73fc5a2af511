import { type Html, html } from "../../html/html.js"
import { mayAct, providerTitle, type Visit } from "../../request/visit.js"
import type { UploadFields } from "./upload-fields.js"

/** The form that takes a file, and below it what came of checking it. The script leaves the file where it is chosen. */
export const uploadForm = async (
  visit: Visit,
  fields: UploadFields,
  result?: Html,
): Promise<Html | undefined> => {
  if (!mayAct(visit)) return undefined
  const { words, token, house } = visit
  const say = words.statements
  const providers = await house.payments.providers()
  return html`<form class="card" method="post" enctype="multipart/form-data" action="check-statement" aria-labelledby="upload"
  data-upload data-sending="${say.sending}" data-reading="${say.reading}" data-storing="${say.storing}"
  data-matching="${say.matching}" data-lost="${say.lost}">
  <h2 id="upload">${say.upload}</h2>
  <p class="hint">${say.uploadHint}</p>
  <input type="hidden" name="token" value="${token}">
  ${fields.account !== undefined && html`<input type="hidden" name="account" value="${fields.account}">`}
  <p><label for="file">${say.file}</label>
  <input class="drop" id="file" name="file" type="file" required></p>
  <div class="inline">
    <p class="field wide"><label for="provider">${say.provider}</label>
    <select id="provider" name="provider"><option value="">${say.noProvider}</option>
      ${providers.map(
        (id) =>
          html`<option value="${id}"${id === fields.provider && html` selected`}>${providerTitle(visit, id)}</option>`,
      )}</select></p>
    <p class="field wide"><label for="password">${say.password}</label>
    <input id="password" name="password" type="password" autocomplete="off" maxlength="1000"></p>
    <button class="main" formnovalidate>${say.check}</button>
  </div>
  <p role="status" data-progress></p>
  <div data-result>${result}</div>
</form>`
}
