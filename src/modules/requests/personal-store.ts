import type { PersonalTable } from "../../platform/personal/index.ts";

/** What requests keep about people: what they get of it, and what becomes of it when they are erased. */

const KEY = "the row's own key";
const SELF = "says whose row it is: the reader's own";
const DESK = "how staff work on it";
const OWN =
  "select request_id from request where requester_user_id = {userId} or requester_email = any({emails}::text[])";

export const requestsPersonal: readonly PersonalTable[] = [
  {
    table: "request_message",
    title: { ru: "Что вы писали в запросах", en: "What you wrote in requests" },
    of: "t.author_user_id = {userId} or t.author = 'customer' and t.mail_from = any({emails}::text[])",
    newest: "message_id",
    show: ["written_at", "request_id", "via", "mail_from", "author_name", "text"],
    hide: { message_id: KEY, author: SELF, author_user_id: SELF, is_internal: "notes of staff are not the person's" },
    // A whole thread goes with its asker: answers call people by name.
    erase: [
      `update request_message set author_name = case when author = 'customer' then {name} else author_name end,
              mail_from = null, text = {text}
        where author_user_id = {userId} or mail_from = any({emails}::text[])
           or request_id in (${OWN})`,
    ],
  },
  {
    table: "request_event",
    title: { ru: "Ваши действия в запросах", en: "What you did in requests" },
    of: "t.by_user_id = {userId}",
    newest: "event_id",
    show: ["at", "request_id", "act", "from_state", "to_state"],
    hide: { event_id: KEY, by_kind: SELF, by_user_id: SELF, by_name: SELF, details: "numbers and notes of staff" },
    erase: [
      `update request_event set by_name = {name}, details = '{}'
        where by_user_id = {userId} or by_kind = 'customer' and request_id in (${OWN})`,
      `update request_event set details = '{}' where request_id in (${OWN})`,
    ],
  },
  {
    table: "request_facts",
    title: { ru: "", en: "" },
    of: `t.request_id in (${OWN})`,
    show: [],
    hide: {
      request_id: KEY,
      taken_at: "figures of a project, for who answers",
      facts: "figures of a project, for who answers",
    },
    erase: { stays: "Figures of a project; no person is among them." },
  },
  {
    table: "request_rating",
    title: { ru: "Ваши оценки ответов", en: "How you rated answers" },
    of: "t.rated_by = {userId}",
    show: ["rated_at", "request_id", "score", "comment"],
    hide: { rated_by: SELF },
    erase: [
      `update request_rating set comment = null
        where rated_by = {userId} or request_id in (${OWN})`,
    ],
  },
  {
    table: "request_follower",
    title: { ru: "Запросы, за которыми вы следите", en: "Requests that you follow" },
    of: "t.user_id = {userId}",
    show: ["followed_at", "request_id"],
    hide: { user_id: SELF },
    erase: ["delete from request_follower where user_id = {userId}"],
  },
  {
    table: "inbound_mail",
    title: { ru: "Письма от вас", en: "Mails from you" },
    of: "t.sender = any({emails}::text[])",
    show: ["received_at", "sender", "outcome", "reason", "request_id"],
    hide: { mail_id: KEY, key_sha256: "a mark by which a repeated mail is known" },
    erase: ["update inbound_mail set sender = {mail} where sender = any({emails}::text[])"],
  },
  {
    table: "unwanted_sender",
    title: { ru: "Нежелательная почта", en: "Unwanted mail" },
    of: "t.sender = any({emails}::text[])",
    show: ["until", "sender"],
    hide: { request_id: "the case in which staff said so" },
    erase: ["delete from unwanted_sender where sender = any({emails}::text[])"],
  },
  {
    table: "request",
    title: { ru: "Ваши запросы", en: "Your requests" },
    of: `t.request_id in (${OWN})`,
    newest: "request_id",
    show: [
      "opened_at",
      "request_id",
      "number",
      "kind",
      "state",
      "title",
      "fields",
      "project_id",
      "region_code",
      "requester_email",
      "requester_name",
      "language",
      "source",
      "completed_at",
      "closed_at",
    ],
    hide: {
      department: DESK,
      requester_user_id: SELF,
      assignee_user_id: "another person",
      changed_at: DESK,
      due_at: DESK,
      left_minutes: DESK,
      settles_at: DESK,
      mail_token: "a secret: who has it writes into the case",
      version: DESK,
      raised_at: DESK,
      merged_into: DESK,
    },
    // Nobody is left to be answered. The last of the room's: the others ask it whose a case is.
    erase: [
      `with open as (
         select request_id, state from request
          where (requester_user_id = {userId} or requester_email = any({emails}::text[])) and closed_at is null for update
       ), ended as (
         update request r
            set state = 'withdrawn', closed_at = {at}, changed_at = {at}, due_at = null, left_minutes = null, settles_at = null, raised_at = null,
                version = version + 1
           from open o where r.request_id = o.request_id
       )
       insert into request_event (request_id, at, act, by_kind, by_name, from_state, to_state)
       select request_id, {at}::timestamptz, 'withdraw', 'customer', {name}, state, 'withdrawn' from open`,
      `update request set title = {text}, fields = '{}', requester_email = {mail}, requester_name = {name}
        where requester_user_id = {userId} or requester_email = any({emails}::text[])`,
    ],
  },
];
