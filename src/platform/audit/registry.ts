import type { Act } from "../act.ts";

/** All kinds of acts of the program by code. */
export type Acts = ReadonlyMap<string, Act>;

/** Two acts of one code are a defect and throw. */
export function actRegistry(acts: readonly Act[]): Acts {
  const byCode = new Map(acts.map((act) => [act.code, act]));
  if (byCode.size !== acts.length) throw new TypeError("two acts have the same code");
  return byCode;
}
