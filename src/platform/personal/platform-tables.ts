import type { PersonalTable } from "./table.ts";

const KEY = "the row's own key";
const SECRET = "a secret, or the mark of one: whoever has the file must not get in by it";
const SELF = "says whose row it is: the reader's own";

/** What the ways in, the outbox and the records of acts keep about people. */
export const platformPersonal: readonly PersonalTable[] = [
  {
    table: "auth.session",
    title: { ru: "Сеансы", en: "Sessions" },
    of: "t.user_id = {userId}",
    show: ["created_at", "seen_at", "expires_at", "ip_address", "user_agent", "proved_at", "factor_at", "updated_at"],
    hide: {
      id: SECRET,
      token: SECRET,
      user_id: SELF,
      passkey_id: "which passkey it began with: a key of ours",
      sso_link_id: "by whom a company named it began: a key of ours",
    },
    erase: ["delete from auth.session where user_id = {userId}"],
  },
  {
    table: "auth.passkey",
    title: { ru: "Ключи доступа (passkeys)", en: "Passkeys" },
    of: "t.user_id = {userId}",
    show: ["name", "site", "device_type", "backed_up", "created_at", "used_at"],
    hide: {
      id: KEY,
      user_id: SELF,
      credential_id: SECRET,
      public_key: SECRET,
      counter: SECRET,
      transports: "how a browser reaches the device",
      aaguid: "the make of the device",
    },
    erase: ["delete from auth.passkey where user_id = {userId}"],
  },
  {
    table: "auth.sso_link",
    title: { ru: "Вход через компанию", en: "Company sign-in" },
    of: "t.user_id = {userId}",
    show: ["subject", "linked_at", "used_at"],
    hide: { id: KEY, user_id: SELF, sso_connection_id: "which company: a key of ours" },
    erase: ["delete from auth.sso_link where user_id = {userId}"],
  },
  {
    table: "auth.second_factor",
    title: { ru: "Второй фактор: приложение с кодами", en: "Second factor: an app with codes" },
    of: "t.user_id = {userId}",
    show: ["asked_at", "confirmed_at"],
    hide: { user_id: SELF, sealed_seed: SECRET, last_step: SECRET },
    erase: ["delete from auth.second_factor where user_id = {userId}"],
  },
  {
    table: "auth.backup_code",
    title: { ru: "Второй фактор: резервные коды", en: "Second factor: backup codes" },
    of: "t.user_id = {userId}",
    show: ["used_at"],
    hide: { user_id: SELF, mark: SECRET },
    // They go with the factor.
    erase: [],
  },
  {
    table: "auth.credential",
    title: { ru: "Чем подтверждается вход", en: "What you sign in with" },
    of: "t.user_id = {userId}",
    show: ["provider_id", "created_at", "updated_at"],
    hide: {
      id: KEY,
      account_id: SELF,
      user_id: SELF,
      access_token: SECRET,
      refresh_token: SECRET,
      id_token: SECRET,
      access_token_expires_at: "no provider is asked for tokens",
      refresh_token_expires_at: "no provider is asked for tokens",
      scope: "no provider is asked for tokens",
      password: SECRET,
    },
    erase: ["delete from auth.credential where user_id = {userId}"],
  },
  {
    table: "auth.login",
    title: { ru: "Вход", en: "Sign-in" },
    of: "t.id = {userId}",
    show: ["email", "name", "email_verified", "created_at", "updated_at", "signed_in_at"],
    hide: { id: SELF, image: "never asked for" },
    // Takes along whatever else hangs on it.
    erase: ["delete from auth.login where id = {userId}"],
  },
  {
    table: "auth.mail_link",
    title: { ru: "Ссылки, отправленные в письмах", en: "Links sent in letters" },
    of: "t.user_no = {userNo} or t.email = any({emails}::text[])",
    show: ["asked_at", "purpose", "email", "expires_at", "used_at", "region_code", "language"],
    hide: { mail_link_id: KEY, user_no: SELF, thing_id: "the key of what the link is about" },
    erase: ["delete from auth.mail_link where user_no = {userNo} or email = any({emails}::text[])"],
  },
  {
    table: "uploaded_file",
    title: { ru: "Файлы, которые вы прислали", en: "Files that you sent" },
    of: "t.uploaded_by = {userKey}",
    show: ["created_at", "name", "media_type", "byte_length", "arrived_at", "used_at"],
    hide: {
      file_id: KEY,
      uploaded_by: SELF,
      sha256: "follows from the file itself",
      object_key: "where its bytes lie",
    },
    // The rows of sent ones stay with their messages, without a name and without a byte.
    erase: [
      `delete from uploaded_chunk where file_id in (select file_id from uploaded_file where uploaded_by = {userKey})`,
      `insert into object_removal (object_key, pieces, due_at)
       select object_key, 81, '-infinity' from uploaded_file where uploaded_by = {userKey} and object_key is not null`,
      `delete from uploaded_file where uploaded_by = {userKey} and used_at is null`,
      `update uploaded_file set name = {text}, sha256 = case when sha256 is null then null else ''::bytea end, byte_length = 0, object_key = null
        where uploaded_by = {userKey}`,
    ],
  },
  {
    table: "audit_event",
    title: { ru: "Ваши действия (журнал)", en: "What you did (audit log)" },
    of: "t.actor = {userKey}",
    newest: "audit_event_id",
    show: [
      "happened_at",
      "act",
      "class",
      "refusal",
      "times",
      "region_code",
      "address",
      "agent",
      "subjects",
      "thing",
      "before",
      "after",
    ],
    hide: {
      audit_event_id: KEY,
      actor_kind: SELF,
      actor: SELF,
      on_behalf_of: "of staff: another person",
      request_id: "the key of a line of the server's log",
    },
    erase: {
      stays:
        "The chain of acts is not rewritten (AUD-01): it names people by ids alone, and after the erasure nothing says whose they were (decision 0211).",
    },
  },
  {
    table: "security_event",
    title: { ru: "События у входа", en: "Events at the doors" },
    of: "t.actor = {userKey}",
    newest: "security_event_id",
    show: ["happened_at", "kind", "address", "subject", "times"],
    hide: { security_event_id: KEY, actor: SELF },
    // Tries at the door name whom they were at by a mark of the address.
    erase: [
      "delete from security_event where actor = {userKey} or split_part(subject, ' ', 1) = any({mailMarks}::text[])",
    ],
  },
  {
    table: "outbox_message",
    title: { ru: "Письма и сообщения вам", en: "Letters and messages to you" },
    of: "t.subject_kind = 'user' and t.subject_id = {userNo}",
    newest: "message_id",
    show: ["created_at", "destination", "topic", "payload", "delivered_at", "failed_at"],
    hide: {
      message_id: KEY,
      subject_id: SELF,
      subject_kind: SELF,
      ordered: "how it is sent",
      next_attempt_at: "how it is sent",
      attempts: "how it is sent",
      failures: "how it is sent",
      parked_at: "how it is sent",
      last_error: "how it is sent",
      given_up_at: "how it is sent",
      given_up_by: "of staff: another person",
      given_up_why: "a note of staff",
    },
    // What is to be sent still is the letter about the erasure itself; what is left of it goes when it was (forgetLetters).
    erase: [],
  },
  {
    table: "outbox_attempt",
    title: { ru: "", en: "" },
    of: "false",
    show: [],
    hide: {
      subject_id: "how it was sent",
      message_id: KEY,
      attempt_no: "how it was sent",
      started_at: "how it was sent",
      duration_ms: "how it was sent",
      outcome: "how it was sent",
      status: "how it was sent",
      detail: "what a server said of it",
      sent: "what a server said of it",
    },
    // A server may say whom it took a letter for.
    erase: [
      `update outbox_attempt set sent = '{}', detail = case when detail is null then null else {text} end
        where exists (select from unnest({emails}::text[]) as e where strpos(lower(sent::text), e) > 0 or strpos(lower(detail), e) > 0)`,
    ],
  },
  {
    table: "idempotency_key",
    title: { ru: "Повторяемые запросы программ", en: "Requests that may be repeated" },
    of: "t.principal = {userKey}",
    show: ["created_at", "route", "status"],
    hide: { principal: SELF, key: KEY, request_sha256: "a mark of the request", body: "the reply that was shown then" },
    erase: {
      stays: "A repeated request must be known for years; the replies kept are ids, amounts and numbers.",
    },
  },
  {
    table: "job",
    title: { ru: "Запущенная вами фоновая работа", en: "Background work that you started" },
    of: "t.asked_by = {userKey}",
    show: ["asked_at", "kind", "state", "finished_at"],
    hide: {
      job_id: KEY,
      key: "what is done",
      payload: "what is done",
      due_at: "how it is done",
      attempt: "how it is done",
      failures: "how it is done",
      last_error: "how it is done",
      step: "how it is done",
      done: "how it is done",
      total: "how it is done",
      result: "what is done",
      asked_by: SELF,
      cancel_asked: "how it is done",
      decided_by: "of staff: another person",
    },
    erase: { stays: "Names who asked by an id alone." },
  },
];
