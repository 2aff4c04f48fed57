import { formatDecimal } from "../core/decimal.ts";
import { formatInstant } from "../core/time.ts";
import { type SkuIndex, skuIndex } from "../modules/catalog/index.ts";
import { SCOPES } from "../modules/tenancy/index.ts";
import { USAGE_EXAMPLE } from "../modules/usage/index.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { type Markup, html, preformatted } from "../platform/markup.ts";

/**
 * What stands above the API's reader at /docs: how to get a token, a first call that works as it stands, the scopes, and
 * the meters and SKUs that this installation has.
 */
export async function apiGuide(database: Database, clock: Clock, publicUrl: string): Promise<Markup> {
  const catalogue = await database.snapshot((tx) => skuIndex(tx));
  return html`<h2>A token, and a first call</h2>
<p>Machines call with a token, as <code>Authorization: Bearer</code> or <code>X-Auth-Token</code>. An operator issues one; it is shown once.</p>
${code("npx saldo token issue --name meter --scope usage.write")}
<p>With it usage comes in. In the sandbox this is taken as it stands; sent again it is a duplicate and changes nothing.</p>
${code(firstCall(clock, publicUrl))}
<p>For one project's balances and documents: <code>npx saldo token issue --name reader --scope balance.view,details.view,documents.view --project ${USAGE_EXAMPLE.data.project}</code>. A call whose token is too narrow is refused as <code>scope_missing</code>, naming the scope. In the browser the reader below uses the session of whoever is signed in.</p>
<h2>Scopes</h2>
${table(
  ["Scope", "Lets its holder"],
  Object.entries(SCOPES).map(([scope, { en }]) => [scope, en]),
)}
<h2>Meters</h2>
<p>The event's <code>type</code> names the meter, <code>unit</code> must be the meter's. A gauge is a quantity that holds until the next event, zero ends it; a quantity is an amount used up.</p>
${table(
  ["type", "Kind", "unit", "Largest plausible quantity"],
  [...catalogue.meters.values()].map(({ meterCode, kind, unit, largest }) => [
    `saldo.usage.${meterCode}`,
    kind,
    unit,
    formatDecimal(largest),
  ]),
)}
${skus(catalogue)}`;
}

function skus({ skus: all }: SkuIndex): Markup {
  const rows = [...all.values()].map(({ skuCode, name, meterCode, meter, unitName }) => [
    skuCode,
    name.en,
    meterCode,
    meter.unit,
    unitName.en,
  ]);
  return html`<h2>SKUs</h2>
<details><summary>All ${String(rows.length)} SKUs with their meters</summary>
${table(["sku", "What it is", "Meter", "unit", "Priced per"], rows)}
</details>`;
}

/** The whole hour that is over by business time, so that the event is neither late nor ahead. */
function firstCall(clock: Clock, publicUrl: string): string {
  const hour = formatInstant(clock.now()).replace(/:\d\d:\d\d\.\d+Z$/, ":00:00.000Z");
  const event = { ...USAGE_EXAMPLE, id: `vm-1/vcpu/${hour}`, time: hour };
  return [
    `curl ${publicUrl}/v1/usage \\`,
    `  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/cloudevents+json" \\`,
    `  -d '${JSON.stringify(event, null, 2)}'`,
  ].join("\n");
}

function code(text: string): Markup {
  return html`<pre tabindex="0"><code>${preformatted(text)}</code></pre>`;
}

function table(headers: readonly string[], rows: readonly (readonly string[])[]): Markup {
  const cells = (row: readonly string[]) => row.map((cell) => html`<td>${cell}</td>`);
  return html`<table><thead><tr>${headers.map((one) => html`<th scope="col">${one}</th>`)}</tr></thead><tbody>
${rows.map(
  (row) => html`<tr>${cells(row)}</tr>
`,
)}</tbody></table>`;
}
