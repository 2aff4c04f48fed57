import { fillText } from "../../core/errors.ts";
import { type Instant, formatInstant } from "../../core/time.ts";
import { type Markup, html } from "../../platform/markup.ts";
import { HOME_TEXTS, type HomeLanguage } from "./home-texts.ts";
import type { SandboxLetter } from "./mailbox.ts";
import type { SandboxSms } from "./sms.ts";

export interface HomeLogin {
  readonly role: string;
  readonly email: string;
  readonly password: string;
}

/** A bank statement to import; none where there is no demo world. */
export interface HomeStatement {
  readonly regionCode: string;
  readonly regionName: Readonly<Record<HomeLanguage, string>>;
  readonly fileName: string;
  readonly bytes: Buffer;
}

/** What the first page shows. */
export interface HomeView {
  readonly language: HomeLanguage;
  readonly publicUrl: string;
  readonly now: Instant;
  /** Whether time can be moved here. */
  readonly movable: boolean;
  /** Whether the console takes the session that this page would bring: only where both are the same host. */
  readonly oneClick: boolean;
  readonly logins: readonly HomeLogin[];
  readonly letters: readonly SandboxLetter[];
  readonly sms: readonly SandboxSms[];
  /** Of the sandbox's own identity provider. */
  readonly issuer: string;
  readonly statements: readonly HomeStatement[];
  readonly notices: readonly HomeNotice[];
  readonly resources: readonly HomeResource[];
  /** Why what was asked for a moment ago was not done. */
  readonly refusal: string | null;
}

export interface HomeNotice {
  readonly pid: string;
  readonly topic: string;
  readonly receivedAt: string;
  readonly deliveries: number;
}

export interface HomeResource {
  readonly pid: string;
  readonly resourceId: string;
  readonly skuCode: string;
  readonly quantity: string;
  readonly state: string;
}

const NOTHING = html``;

export function homePage(view: HomeView): string {
  const texts = HOME_TEXTS[view.language];
  return frame(
    view.language,
    texts.title,
    "/",
    html`<p class="lead">${texts.lead}</p>
${view.refusal === null ? NOTHING : html`<p class="refusal" role="alert">${view.refusal}</p>`}
<p class="links"><a class="button main" href="${view.publicUrl}/">${texts.console}</a> <a class="button" href="${view.publicUrl}/docs">${texts.docs}</a></p>
${clockCard(view)}
${loginCard(view)}
${statementCard(view)}
${mailCard(view)}
${smsCard(view)}
${companyCard(view)}
${cloudCard(view)}
${resourceCard(view)}`,
  );
}

function clockCard({ language, now, movable }: HomeView): Markup {
  const texts = HOME_TEXTS[language];
  const steps = Object.entries(texts.steps).map(
    ([step, label]) => html`<button class="button" name="step" value="${step}">${label}</button> `,
  );
  return card(
    "clock",
    texts.clock,
    html`<p class="figure">${moment(formatInstant(now))}</p>
${movable ? html`<form method="post" action="/clock?lang=${language}">${steps}</form><p class="hint">${texts.clockHint}</p>` : NOTHING}`,
  );
}

function loginCard({ language, logins, oneClick }: HomeView): Markup {
  const texts = HOME_TEXTS[language];
  const [first] = logins;
  if (!first) return NOTHING;
  const button = (
    email: string,
  ) => html`<form method="post" action="/sign-in?lang=${language}"><input type="hidden" name="email" value="${email}">
<button class="button" aria-label="${fillText(texts.loginAs, { email })}">${texts.signIn}</button></form>`;
  const rows = logins.map(
    ({
      role,
      email,
    }) => html`<li><span><strong>${texts.roles[role] ?? role}</strong><br><span class="hint">${email}</span></span>
${oneClick ? button(email) : NOTHING}</li>
`,
  );
  return card(
    "logins",
    texts.logins,
    html`<ul class="logins">${rows}</ul><p class="hint">${fillText(texts.loginsHint, { password: first.password })}</p>`,
  );
}

function statementCard({ language, statements }: HomeView): Markup {
  const texts = HOME_TEXTS[language];
  if (statements.length === 0) return NOTHING;
  const links = statements.map(
    ({ regionCode, regionName }) =>
      html`<a class="button" href="/statements/${regionCode}" download>${regionName[language]}</a> `,
  );
  return card(
    "statements",
    texts.statements,
    html`<p class="links">${links}</p><p class="hint">${texts.statementsHint}</p>`,
  );
}

function mailCard({ language, letters }: HomeView): Markup {
  const texts = HOME_TEXTS[language];
  const rows = letters.map((letter) => {
    const files =
      letter.attachments.length === 0 ? "" : `, ${texts.attachments.toLowerCase()}: ${letter.attachments.length}`;
    return html`<tr><td>${moment(formatInstant(letter.receivedAt))}</td>
<td class="free"><a href="/mail/${String(letter.mailId)}?lang=${language}">${letter.subject || texts.noSubject}</a><br><span class="hint">${letter.recipients.join(", ")}${files}</span></td></tr>
`;
  });
  return card("mail", texts.mail, table([texts.received, texts.subject], rows, texts.mailNone));
}

function smsCard({ language, sms }: HomeView): Markup {
  const texts = HOME_TEXTS[language];
  const rows = sms.map(
    ({ receivedAt, to, text }) => html`<tr><td>${moment(formatInstant(receivedAt))}</td>
<td class="free">${text}<br><span class="hint">${to}</span></td></tr>
`,
  );
  return card("sms", texts.sms, table([texts.received, texts.smsText], rows, texts.smsNone));
}

function companyCard({ language, issuer }: HomeView): Markup {
  const texts = HOME_TEXTS[language];
  return card("company", texts.company, html`<p class="hint">${texts.companyHint}</p><p class="free">${issuer}</p>`);
}

function cloudCard({ language, notices }: HomeView): Markup {
  const texts = HOME_TEXTS[language];
  const rows = notices.map(
    ({ receivedAt, pid, topic, deliveries }) => html`<tr><td>${moment(receivedAt)}</td><td>${pid}</td>
<td class="free">${texts.topics[topic] ?? topic}</td><td class="number">${String(deliveries)}</td></tr>
`,
  );
  const headers = [texts.received, texts.project, texts.event, texts.deliveries];
  return card("cloud", texts.cloud, table(headers, rows, texts.cloudNone));
}

function resourceCard({ language, resources }: HomeView): Markup {
  const texts = HOME_TEXTS[language];
  const start = (
    pid: string,
    resourceId: string,
  ) => html`<form method="post" action="/resources/start?lang=${language}">
<input type="hidden" name="pid" value="${pid}"><input type="hidden" name="resourceId" value="${resourceId}">
<button class="button" aria-label="${fillText(texts.startOne, { resource: resourceId, project: pid })}">${texts.start}</button></form>`;
  const rows = resources.map(
    ({ pid, resourceId, skuCode, quantity, state }) => html`<tr><td>${pid}</td>
<td class="free">${resourceId}<br><span class="hint">${skuCode}</span></td><td class="number">${quantity}</td>
<td>${texts.states[state] ?? state} ${state === "stopped" ? start(pid, resourceId) : NOTHING}</td></tr>
`,
  );
  const headers = [texts.project, texts.resource, texts.quantity, texts.state];
  return card("resources", texts.resources, table(headers, rows, texts.resourcesNone));
}

/** One letter as its reader would see it: the letter's own page stands in a frame that may load and run nothing. */
export function letterPage(language: HomeLanguage, letter: SandboxLetter): string {
  const texts = HOME_TEXTS[language];
  const id = String(letter.mailId);
  const files = letter.attachments.map(
    ({ filename, size }, place) =>
      html`<li><a href="/mail/${id}/attachments/${String(place)}">${filename ?? "—"}</a> <span class="hint">${String(size)} B</span></li>`,
  );
  const body =
    letter.html === null
      ? html`<section class="card" aria-label="${texts.plainText}"><p class="plain">${letter.text}</p></section>`
      : html`<iframe class="letter" title="${texts.letter}" src="/mail/${id}/letter" sandbox="allow-popups allow-top-navigation-by-user-activation"></iframe>`;
  return frame(
    language,
    letter.subject || texts.noSubject,
    `/mail/${id}`,
    html`<p class="hint">${texts.received}: ${moment(formatInstant(letter.receivedAt))}<br>${texts.recipient}: ${letter.recipients.join(", ")}</p>
${body}
${files.length === 0 ? NOTHING : card("files", texts.attachments, html`<ul>${files}</ul>`)}
<p class="links"><a class="button" href="/?lang=${language}">${texts.home}</a></p>`,
  );
}

export function notFoundPage(language: HomeLanguage): string {
  const texts = HOME_TEXTS[language];
  return frame(
    language,
    texts.notFound,
    "/",
    html`<p><a class="button" href="/?lang=${language}">${texts.home}</a></p>`,
  );
}

function card(id: string, title: string, content: Markup): Markup {
  return html`<section class="card" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${content}</section>`;
}

function table(headers: readonly string[], rows: readonly Markup[], none: string): Markup {
  if (rows.length === 0) return html`<p class="hint">${none}</p>`;
  const head = headers.map((one) => html`<th scope="col">${one}</th>`);
  return html`<table><thead><tr>${head}</tr></thead><tbody>
${rows}</tbody></table>`;
}

/** `2026-11-20 12:30 UTC` */
function moment(rfc3339: string): string {
  return `${rfc3339.slice(0, 10)} ${rfc3339.slice(11, 16)} UTC`;
}

function frame(language: HomeLanguage, title: string, path: string, content: Markup): string {
  const other = language === "ru" ? "en" : "ru";
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title} — Saldo</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/home.css">
</head>
<body>
<header><a class="brand" href="/?lang=${language}">Saldo</a> <a href="${path}?lang=${other}" lang="${other}" hreflang="${other}">${HOME_TEXTS[language].switchLanguage}</a></header>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`.text;
}

/** Plain, in the consoles' colours; every pair of text and ground is at least 4.5:1 in both themes. */
export const HOME_STYLE = `
:root { color-scheme: light dark; --ground: #f6f8fb; --card: #fff; --line: #d9dfe8; --ink: #1f2329; --quiet: #555d68; --link: #0b57c4; --brand: #0b5fd8; --danger: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ground: #16191f; --card: #1e232b; --line: #3a414d; --ink: #eceff4; --quiet: #b3bac5; --link: #8ab6ff; --brand: #2f6fdf; --danger: #ff938a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/22px -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; }
header { display: flex; justify-content: space-between; align-items: center; padding: 12px 24px; background: var(--card); border-bottom: 1px solid var(--line); }
.brand { font-weight: 600; font-size: 17px; text-decoration: none; color: var(--ink); }
main { max-width: 1080px; margin: 0 auto; padding: 20px 24px 48px; }
h1 { margin: 0 0 4px; font-size: 24px; line-height: 32px; overflow-wrap: anywhere; }
h2 { margin: 0 0 12px; font-size: 17px; line-height: 24px; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.lead, .hint { color: var(--quiet); }
.lead { margin: 0 0 16px; }
.hint { font-size: 13px; line-height: 18px; }
.refusal { color: var(--danger); font-weight: 600; }
.links { margin: 16px 0; display: flex; flex-wrap: wrap; gap: 8px; }
.card { margin: 0 0 16px; padding: 16px 20px; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.figure { margin: 0 0 12px; font-size: 22px; line-height: 30px; font-weight: 600; font-variant-numeric: tabular-nums; }
form { display: inline-flex; flex-wrap: wrap; gap: 8px; margin: 0; }
.button { display: inline-block; padding: 6px 14px; font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 8px; text-decoration: none; cursor: pointer; }
.button:hover { border-color: var(--brand); }
.main.button { background: var(--brand); border-color: var(--brand); color: #fff; }
.logins { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr)); gap: 8px 24px; margin: 0; padding: 0; list-style: none; }
.logins li { display: flex; justify-content: space-between; align-items: center; gap: 12px; padding: 6px 0; border-bottom: 1px solid var(--line); }
.logins span, li a { overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; font-size: 14px; line-height: 20px; }
th, td { padding: 6px 12px 6px 0; text-align: start; vertical-align: top; border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; }
th { color: var(--quiet); font-size: 13px; }
td .button { margin: 4px 0 0; padding: 2px 10px; }
td.number { text-align: end; padding-inline-end: 24px; }
td:first-child { white-space: nowrap; }
.free { overflow-wrap: anywhere; }
.letter { width: 100%; height: 70vh; min-height: 480px; border: 1px solid var(--line); border-radius: 12px; background: #fff; }
.plain { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 600px) { main { padding: 16px 12px 32px; } header { padding: 12px; } .card { padding: 12px; } th, td, td.number { padding-inline-end: 8px; font-size: 13px; } td:first-child { white-space: normal; } th, td { overflow-wrap: anywhere; } }
`;
