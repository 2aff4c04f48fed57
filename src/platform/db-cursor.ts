import type { CustomTypesConfig } from "pg";
import Cursor from "pg-cursor";

import { type Tx, takeConnection } from "./db.ts";

/** A row as PostgreSQL prints it: one text a column, in their order. */
export type TextRow = readonly (string | null)[];

const AS_PRINTED = { getTypeParser: () => (text: string) => text } as unknown as CustomTypesConfig;
/** As few as the way to the server and back allows: more live long enough to be garbage that is collected late. */
const ROWS_AT_ONCE = 1_000;
/** The first rows may take as long as sorting all of them. */
const LONGEST = "15min";

/**
 * The rows of a query in constant memory, a thousand at a time; the next are on their way while the caller works on
 * these. The cursor lives in the caller's transaction, which can be asked nothing else before the rows are at their end.
 */
export async function* cursorRows(tx: Tx, text: string, values: readonly unknown[]): AsyncGenerator<TextRow[]> {
  await tx.execute(`set local statement_timeout = '${LONGEST}'`);
  const { client, giveBack } = takeConnection(tx);
  const cursor = client.query(new Cursor<TextRow>(text, [...values], { rowMode: "array", types: AS_PRINTED }));
  let coming = cursor.read(ROWS_AT_ONCE);
  try {
    for (;;) {
      const rows = await coming;
      if (rows.length === 0) return;
      coming = cursor.read(ROWS_AT_ONCE);
      yield rows;
    }
  } finally {
    // A caller that stops early leaves rows on their way. After an error there is nothing to close, nor anyone to answer.
    const intact = await coming.then(
      () => true,
      () => false,
    );
    if (intact) await cursor.close();
    giveBack();
  }
}
