#!/usr/bin/env bash
# iso20022.js: reading a camt.053, the XML's texts become numbers and booleans by their looks. `reversal` compares the
# boolean with the text "true", and is never true. The bank's reference of a movement becomes a number and its digits are
# lost; an account number loses the zeros that it begins with. Only the entry's own reference is kept as a text.
#
# Why it matters: a payout that the bank took back is marked by RvslInd, and looks like any other debit without it. Payouts
# are found by AcctSvcrRef, and 2.02611301112128e+33 is the reference of many. Accounts in Indonesia have no IBAN, and some
# begin with a zero. In a statement everything but an amount is a text.
set -euo pipefail
VERSION=0.0.15
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund "iso20022.js@$VERSION"

cat >look.mjs <<'JS'
import { CashManagementEndOfDayReport } from "iso20022.js"
const entry = (reference, mark, reverses) => `<Ntry><NtryRef>${reference}</NtryRef>
  <Amt Ccy="IDR">250000.00</Amt><CdtDbtInd>${mark}</CdtDbtInd><RvslInd>${reverses}</RvslInd>
  <Sts>BOOK</Sts><BookgDt><Dt>2026-11-30</Dt></BookgDt><ValDt><Dt>2026-11-30</Dt></ValDt>
  <AcctSvcrRef>${reference}</AcctSvcrRef><BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd></Ntry>`
// A payout, and the bank taking it back.
const xml = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-30T23:00:00+07:00</CreDtTm></GrpHdr>
<Stmt><Id>S1</Id><CreDtTm>2026-11-30T23:00:00+07:00</CreDtTm>
<Acct><Id><Othr><Id>0012345678</Id></Othr></Id><Ccy>IDR</Ccy>
  <Svcr><FinInstnId><BIC>BANKIDJA</BIC></FinInstnId></Svcr></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="IDR">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
  <Dt><Dt>2026-11-30</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="IDR">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
  <Dt><Dt>2026-11-30</Dt></Dt></Bal>
${entry("0026113012345678", "CRDT", "false")}
${entry("2026113011121280010016600000000001", "DBIT", "true")}
</Stmt></BkToCstmrStmt></Document>`
const [{ account, entries }] = CashManagementEndOfDayReport.fromXML(xml).statements
console.log("account", account.accountNumber)
for (const { creditDebitIndicator, reversal, accountServicerReferenceId: byBank, referenceId } of entries)
  console.log(creditDebitIndicator, "reversal", reversal, typeof byBank, byBank, referenceId)
JS

echo "iso20022.js $VERSION"
seen=$(node look.mjs)
echo "$seen"
[ "$seen" = "account 12345678
credit reversal false number 26113012345678 0026113012345678
debit reversal false number 2.02611301112128e+33 2026113011121280010016600000000001" ] || { echo "changed"; exit 1; }
echo "as described: a reversal is none, and references and the account have other digits"
