import type { PersonalTable } from "../../platform/personal/index.ts";

/** What people are told, and how they want it: what they get of it, and what becomes of it when they are erased. */

const KEY = "the row's own key";
const SELF = "says whose row it is: the reader's own";

export const notificationsPersonal: readonly PersonalTable[] = [
  {
    table: "notification",
    title: { ru: "Уведомления", en: "Notifications" },
    of: "t.user_no = {userNo}",
    newest: "notification_no",
    show: ["at", "first_at", "kind", "topic_group", "severity", "project_id", "facts", "times", "read_at"],
    hide: { user_no: SELF, notification_no: KEY, permission: "who may read it", thing: "what repeats are known by" },
    erase: [
      "delete from notification where user_no = {userNo}",
      // What others were told of somebody in their project names that one.
      `update notification set facts = jsonb_set(facts, array['otherName'], to_jsonb({name}::text))
        where facts ->> 'otherName' = {called} and facts ->> 'pid' = any({pids}::text[])`,
      // Staff and colleagues were told of requests by what they were called.
      `update notification set facts = jsonb_set(facts, array['title'], to_jsonb({text}::text))
        where facts ->> 'number' in (
                select number from request
                 where requester_user_id = {userId} or requester_email = any({emails}::text[]))`,
      // The first project bears its owner's name unless told.
      `update notification set facts = jsonb_set(facts, array['projectName'], facts -> 'pid')
        where facts ->> 'pid' = any({ownPids}::text[])`,
    ],
  },
  {
    table: "notification_box",
    title: { ru: "Счётчик уведомлений", en: "Count of notifications" },
    of: "t.user_no = {userNo}",
    show: ["last_no"],
    hide: { user_no: SELF },
    erase: ["delete from notification_box where user_no = {userNo}"],
  },
  {
    table: "notification_choice",
    title: { ru: "Какие уведомления вы выбрали", en: "Which notifications you chose" },
    of: "t.user_no = {userNo}",
    show: ["project_id", "kind", "letter", "console"],
    hide: { user_no: SELF },
    erase: ["delete from notification_choice where user_no = {userNo}"],
  },
  {
    table: "notification_address",
    title: { ru: "Дополнительные адреса писем", en: "Further addresses for letters" },
    of: "t.email = any({emails}::text[])",
    show: ["added_at", "project_id", "email", "language", "groups", "confirmed_at", "ended_at"],
    hide: { address_id: KEY, added_by: "another person, or the reader" },
    erase: [
      `update notification_address set ended_at = greatest({at}::timestamptz, added_at)
        where (email = any({emails}::text[]) or project_id = any({own}::bigint[])) and ended_at is null`,
      `update notification_address set email = {mail}
        where email = any({emails}::text[]) or added_by = {userId} and project_id = any({own}::bigint[])`,
    ],
  },
  {
    table: "letter_gathered",
    title: { ru: "Письма, которые собираются в одно", en: "Letters that are gathered in one" },
    of: "t.user_no = {userNo}",
    show: ["created_at", "kind"],
    hide: {
      message_id: KEY,
      user_no: SELF,
      topic: "what the kind says",
      subject_kind: "what it is about, as the notification says",
      subject_id: "what it is about, as the notification says",
      payload: "what the notification says",
      digest_no: "the letter that carries it",
    },
    erase: ["delete from letter_gathered where user_no = {userNo}"],
  },
  {
    table: "letter_window",
    title: { ru: "До какого времени собираются письма", en: "Until when letters are gathered" },
    of: "t.user_no = {userNo}",
    show: ["kind", "until"],
    hide: { user_no: SELF },
    erase: ["delete from letter_window where user_no = {userNo}"],
  },
];
