import { refusal } from "../../core/errors.ts";
import type { ProjectId } from "../../core/ids.ts";
import type { Instant } from "../../core/time.ts";
import type { Deadline } from "./deadline.ts";
import type { Department } from "./kinds/index.ts";
import type { State } from "./state.ts";

/** A case as it is kept. */
export interface Request extends Deadline {
  readonly requestId: bigint;
  readonly regionCode: string;
  /** `R-2026-000123`; two regions may have the same one. */
  readonly number: string;
  readonly kind: string;
  readonly state: State;
  readonly department: Department;
  /** Null: from somebody of whom no project is known. */
  readonly projectId: ProjectId | null;
  /** Null: from somebody who is no user. */
  readonly requesterUserId: string | null;
  readonly requesterEmail: string;
  readonly requesterName: string;
  readonly language: "ru" | "en";
  readonly source: "console" | "mail" | "staff";
  readonly title: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly assigneeUserId: string | null;
  readonly openedAt: Instant;
  readonly changedAt: Instant;
  readonly completedAt: Instant | null;
  readonly closedAt: Instant | null;
  /** When staff were told that the deadline had passed. */
  readonly raisedAt: Instant | null;
  /** The case that goes on in its stead. */
  readonly mergedInto: bigint | null;
  readonly mailToken: string;
  readonly version: number;
}

/** Who does something with a request. */
export interface Person {
  readonly kind: "customer" | "staff" | "system";
  readonly userId: string | null;
  readonly name: string;
}

export const SYSTEM: Person = { kind: "system", userId: null, name: "" };

export const RequestUnknown = refusal("request_unknown", 404, "Нет такого запроса", "There is no such request");
export const RequestChanged = refusal(
  "request_changed",
  409,
  "Запрос изменился, пока вы смотрели: обновите страницу",
  "The request has changed since you looked: open the page again",
);
export const ActNotPossible = refusal(
  "act_not_possible",
  409,
  "В этом состоянии запроса так сделать нельзя",
  "That cannot be done with the request in this state",
);
export const RequestLongClosed = refusal(
  "request_long_closed",
  409,
  "Запрос закрыт больше месяца назад: создайте новый",
  "The request was closed more than a month ago: open a new one",
);
export const NotTheSameAsker = refusal(
  "not_the_same_asker",
  422,
  "Объединяются открытые запросы одного клиента по одному проекту",
  "Only open requests of one customer about one project can be joined",
);
export const MemberUnknown = refusal(
  "member_unknown",
  422,
  "У проекта нет участника с такой почтой: сначала пригласите его",
  "The project has no member with this e-mail: invite them first",
);
export const RequestWithoutProject = refusal(
  "request_without_project",
  409,
  "Сначала укажите проект, о котором запрос",
  "First say which project the request is about",
);
export const AssigneeUnknown = refusal(
  "assignee_unknown",
  422,
  "Этот сотрудник не отвечает на запросы",
  "This member of staff does not answer requests",
);
