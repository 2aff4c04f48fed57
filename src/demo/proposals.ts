import { DAY, HOUR, type Instant, dateOf, plus } from "../core/time.ts";
import { supplierOf } from "../modules/parties/index.ts";
import { bringStatement } from "../modules/payments/index.ts";
import { regionOf, userByEmail } from "../modules/tenancy/index.ts";
import type { Tx } from "../platform/db.ts";
import { purposeWith, recipientOf, statementText } from "./statement.ts";
import { CUSTOMERS } from "./world.ts";

/** AUD-03: yesterday's bank file without its end, which the operator found whole: an accountant may confirm it. */
export async function putProposal(tx: Tx, now: Instant): Promise<void> {
  const region = await regionOf(tx, "moscow");
  const operator = await userByEmail(tx, "operator@saldo.example");
  const company = CUSTOMERS.find(({ region: code, payer }) => code === "moscow" && payer);
  const [project] = company?.projects ?? [];
  if (!operator || !company?.payer || !project) throw new Error("the demo has no operator or no company");
  const recipient = recipientOf(await supplierOf(tx, region.supplierCode), region.currency);
  const date = dateOf(plus(now, -DAY), region.timeZone);
  const transfer = { number: "900", amount: 40_000, payer: company.payer, purpose: purposeWith(project.projectId) };
  const whole = statementText(recipient, date, [transfer]);
  await bringStatement(tx, {
    bytes: Buffer.from(whole.slice(0, whole.lastIndexOf("КонецФайла"))),
    fileName: `statement-${date}-cut.txt`,
    importedBy: operator.userId,
    userId: operator.userId,
    confirmed: true,
    now: plus(now, -HOUR),
  });
}
