/** REQ-11: the life of a request as a table; pure. */
export const STATES = ["new", "in_work", "waits_customer", "answered", "closed", "withdrawn"] as const;
export type State = (typeof STATES)[number];

export type Actor = "customer" | "staff" | "system";
export type NextActor = "provider" | "customer" | "nobody";

interface Transition {
  readonly by: readonly Actor[];
  readonly from: Partial<Readonly<Record<State, State>>>;
}

/**
 * What can be done with a request, by whom, and what becomes of it.
 * - take: somebody of the staff begins; ask: the customer has to tell more; answer: the provider has done its part
 * - complete: what was asked for is done; close: nothing more will come
 * - write: the customer adds something, which opens an answered or closed request again
 * - confirm: the customer has what was asked for; withdraw: does not want it any more
 * - merge: another case goes on in its stead; spam: an unwanted mail
 * - reopen: staff take a closed one up again; settle: nobody wrote for long enough
 */
const TRANSITIONS = {
  take: { by: ["staff"], from: { new: "in_work" } },
  ask: { by: ["staff"], from: { new: "waits_customer", in_work: "waits_customer", answered: "waits_customer" } },
  answer: {
    by: ["staff"],
    from: { new: "answered", in_work: "answered", waits_customer: "answered", answered: "answered" },
  },
  complete: {
    by: ["staff", "system"],
    from: { new: "answered", in_work: "answered", waits_customer: "answered", answered: "answered" },
  },
  close: {
    by: ["staff"],
    from: { new: "closed", in_work: "closed", waits_customer: "closed", answered: "closed" },
  },
  merge: {
    by: ["staff"],
    from: { new: "closed", in_work: "closed", waits_customer: "closed", answered: "closed" },
  },
  spam: { by: ["staff"], from: { new: "closed", in_work: "closed", waits_customer: "closed", answered: "closed" } },
  write: {
    by: ["customer"],
    from: {
      new: "new",
      in_work: "in_work",
      waits_customer: "in_work",
      answered: "in_work",
      closed: "in_work",
      withdrawn: "in_work",
    },
  },
  confirm: { by: ["customer"], from: { answered: "closed" } },
  withdraw: {
    by: ["customer"],
    from: { new: "withdrawn", in_work: "withdrawn", waits_customer: "withdrawn", answered: "withdrawn" },
  },
  reopen: { by: ["staff"], from: { closed: "in_work", withdrawn: "in_work" } },
  settle: { by: ["system"], from: { waits_customer: "closed", answered: "closed" } },
} as const satisfies Readonly<Record<string, Transition>>;

export type Act = keyof typeof TRANSITIONS;
export const ACTS = Object.keys(TRANSITIONS) as Act[];

/** What becomes of a request in a state when somebody does this; null when that cannot be done. */
export function stateAfter(state: State, act: Act, by: Actor): State | null {
  const transition: Transition = TRANSITIONS[act];
  return transition.by.includes(by) ? (transition.from[state] ?? null) : null;
}

/** What somebody may do with a request in a state. */
export function actsIn(state: State, by: Actor): Act[] {
  return ACTS.filter((act) => stateAfter(state, act, by) !== null);
}

const NEXT: Readonly<Record<State, NextActor>> = {
  new: "provider",
  in_work: "provider",
  waits_customer: "customer",
  answered: "customer",
  closed: "nobody",
  withdrawn: "nobody",
};

/** Who acts next. */
export function nextActor(state: State): NextActor {
  return NEXT[state];
}
