import { type Instant, formatInstant } from "../../core/time.ts";
import { type Tx, numberArray } from "../../platform/db.ts";
import type { PersonalTable } from "../../platform/personal/index.ts";

/** What payers who are people leave with us: what they get of it, and what becomes of it when they are erased. */

const PEOPLE = "select payer_id from payer where account_id = any({accounts}::bigint[])";

/** Numbers of the individual contracts of these accounts that are in force or are to be. */
export async function individualContracts(
  tx: Pick<Tx, "query">,
  accountIds: readonly bigint[],
  now: Instant,
): Promise<string[]> {
  const rows = await tx.query<{ number: string }>(
    `select coalesce(c.number, c.contract_id::text) as number from contract c join payer p using (payer_id)
      where p.account_id = any($1::bigint[]) and c.type = 'individual' and (c.ends_at is null or c.ends_at > $2)
      order by c.contract_id limit 20`,
    [numberArray(accountIds), formatInstant(now)],
  );
  return rows.map(({ number }) => number);
}

export const partiesPersonal: readonly PersonalTable[] = [
  {
    table: "payer_change",
    title: { ru: "Изменения реквизитов плательщика", en: "Changes of a payer's details" },
    of: `t.payer_id in (${PEOPLE})`,
    newest: "payer_change_id",
    show: ["changed_at", "payer_id", "before", "after"],
    hide: {
      payer_change_id: "the row's own key",
      changed_by: "another person, or the reader",
      note: "a note of staff",
    },
    erase: [
      `update payer_change c
          set before = '{}', note = null,
              after = c.after || jsonb_build_object('name', {name}::text, 'fullName', {name}::text, 'inn', null, 'kpp', null,
                        'ogrn', null, 'address', null, 'documentEmail', null)
         from payer p where p.payer_id = c.payer_id and p.account_id = any({accounts}::bigint[]) and p.kind = 'individual'`,
    ],
  },
  {
    table: "payer",
    title: { ru: "Плательщики ваших учётных записей", en: "Payers of your accounts" },
    of: "t.account_id = any({accounts}::bigint[])",
    show: [
      "payer_id",
      "kind",
      "country_code",
      "name",
      "full_name",
      "inn",
      "kpp",
      "ogrn",
      "address",
      "document_email",
      "registered_at",
    ],
    hide: { account_id: "says whose it is: the reader's own" },
    // Organisations and sole proprietors are named by their papers and contracts, which are kept as long as the law says.
    erase: [
      `update payer set name = {name}, full_name = {name}, inn = null, kpp = null, ogrn = null, address = null, document_email = null
        where account_id = any({accounts}::bigint[]) and kind = 'individual'`,
    ],
  },
];
