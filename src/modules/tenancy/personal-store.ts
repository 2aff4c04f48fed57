import type { ProjectId } from "../../core/ids.ts";
import { type Tx, numberArray, textArray } from "../../platform/db.ts";
import type { PersonalSubject, PersonalTable } from "../../platform/personal/index.ts";
import { selectAccountsOf, selectUser } from "./store.ts";

/** What is kept about people in this room's tables: what they get of it, and what becomes of it when they are erased. */

const KEY = "the row's own key";
const SELF = "says whose row it is: the reader's own";
const OTHER = "another person";

/** Whose data are looked for, by every address that is known of them; null when there is no such user. */
export async function personalSubject(tx: Pick<Tx, "query">, userId: string): Promise<PersonalSubject | null> {
  const user = await selectUser(tx, userId);
  if (user === null) return null;
  const { userNo, email, name } = user;
  const former = await tx.query<{ email: string }>(
    `select distinct old_email as email from mail_change c
      where user_no = $1 and ended_as = 'changed'
        and not exists (select from app_user u where u.email = c.old_email and u.user_no <> $1)`,
    [userNo],
  );
  const emails = [...new Set([email, ...former.map((one) => one.email)])];
  const accounts = await selectAccountsOf(tx, userId);
  const own = await tx.query<{ projectId: ProjectId }>(
    'select project_id as "projectId" from project where account_id = any($1::bigint[])',
    [numberArray(accounts)],
  );
  const other = await tx.query<{ projectId: ProjectId }>(
    `select project_id as "projectId" from project_member where user_id = $1
     union
     select project_id from project_invitation where invited_by = $1 or email = any($2::text[])`,
    [userId, textArray(emails)],
  );
  const ids = (rows: readonly { projectId: ProjectId }[]) => rows.map(({ projectId }) => projectId);
  return { userId, userNo, emails, name, accounts, own: ids(own), projects: ids(other) };
}

export const tenancyPersonal: readonly PersonalTable[] = [
  {
    table: "app_user",
    title: { ru: "Учётная запись", en: "Your user" },
    of: "t.user_id = {userId}",
    show: ["user_id", "user_no", "email", "name", "language", "staff_role", "blocked_at", "erased_at"],
    erase: [
      `update app_user set email = {mail}, name = {name}, blocked_at = coalesce(blocked_at, {at}), erased_at = {at}
        where user_id = {userId} and erased_at is null`,
    ],
  },
  {
    table: "user_phone",
    title: { ru: "Телефон", en: "Telephone" },
    of: "t.user_no = {userNo}",
    show: ["linked_at", "phone", "linked_by"],
    hide: { user_no: SELF },
    erase: ["delete from user_phone where user_no = {userNo}"],
  },
  {
    table: "phone_link",
    title: { ru: "Коды для телефона", en: "Codes for a telephone" },
    of: "t.user_no = {userNo}",
    show: ["asked_at", "phone", "old_phone", "expires_at", "tries_left", "ended_at"],
    hide: { phone_link_id: "the code follows from it", user_no: SELF },
    erase: ["delete from phone_link where user_no = {userNo}"],
  },
  {
    table: "mail_change",
    title: { ru: "Смены почты", en: "Changes of your address of mail" },
    of: "t.user_no = {userNo}",
    show: [
      "asked_at",
      "old_email",
      "new_email",
      "expires_at",
      "old_agreed_at",
      "new_agreed_at",
      "ended_at",
      "ended_as",
    ],
    hide: { mail_change_id: KEY, user_no: SELF },
    erase: ["delete from mail_change where user_no = {userNo}"],
  },
  {
    table: "account",
    title: { ru: "Учётные записи клиента", en: "Accounts that you own" },
    of: "t.owner_user_id = {userId}",
    show: ["created_at", "account_id", "region_code", "registered"],
    hide: { owner_user_id: SELF },
    erase: { stays: "Books and papers belong to it; its owner is an id." },
  },
  {
    table: "account_activation",
    title: { ru: "Подключение услуг", en: "Activation of services" },
    of: "t.account_id = any({accounts}::bigint[])",
    show: ["activated_at", "account_id", "bonus_project_id"],
    hide: { phone_digest: "a keyed digest of the number, which nobody can read back" },
    erase: {
      stays:
        "A keyed digest, so that a number brings one bonus (BAL-03); without its key it tells nothing of the number.",
    },
  },
  {
    table: "project",
    title: { ru: "Проекты ваших учётных записей", en: "Projects of your accounts" },
    of: "t.account_id = any({accounts}::bigint[])",
    show: ["created_at", "project_id", "name", "region_code", "currency", "status", "status_since"],
    hide: { account_id: SELF, conserved_in: "how it was charged" },
    // The first one bears its owner's name unless told; a name is read by nobody but its people.
    erase: [
      "update project set name = 'mcs' || lpad(project_id::text, 10, '0') where account_id = any({accounts}::bigint[])",
    ],
  },
  {
    table: "project_member",
    title: { ru: "Роли в проектах", en: "Roles in projects" },
    of: "t.user_id = {userId}",
    show: ["project_id", "role"],
    hide: { user_id: SELF },
    // The owner of a deleted project stays as a pseudonym: a project has one.
    erase: ["delete from project_member where user_id = {userId} and role <> 'owner'"],
  },
  {
    table: "project_invitation",
    title: { ru: "Приглашения вам", en: "Invitations to you" },
    of: "t.email = any({emails}::text[])",
    show: ["invited_at", "project_id", "email", "role", "expires_at", "ended_at", "ended_as"],
    hide: { invitation_id: KEY, invited_by: OTHER },
    erase: [
      `update project_invitation set ended_at = {at}, ended_as = 'withdrawn'
        where (email = any({emails}::text[]) or invited_by = {userId}) and ended_at is null`,
      "update project_invitation set email = {mail} where email = any({emails}::text[])",
    ],
  },
  {
    table: "project_invitation",
    title: { ru: "Приглашения от вас", en: "Invitations from you" },
    of: "t.invited_by = {userId}",
    show: ["invited_at", "project_id", "role", "expires_at", "ended_at", "ended_as"],
    hide: { email: OTHER },
    erase: [],
  },
  {
    table: "owner_change",
    title: { ru: "Смены владельца", en: "Changes of owner" },
    of: "t.from_user_id = {userId} or t.to_user_id = {userId}",
    show: ["asked_at", "project_id", "expires_at", "ended_at", "ended_as"],
    hide: { owner_change_id: KEY, from_user_id: OTHER, to_user_id: OTHER },
    erase: [
      `update owner_change set ended_at = {at}, ended_as = 'withdrawn'
        where (from_user_id = {userId} or to_user_id = {userId}) and ended_at is null`,
    ],
  },
  {
    table: "project_deletion",
    title: { ru: "Проекты, которые вы удалили", en: "Projects that you deleted" },
    of: "t.deleted_by = {userId}",
    show: ["deleted_at", "project_id", "papers_from", "papers_to"],
    hide: { deleted_by: SELF },
    erase: { stays: "Names who deleted by an id alone." },
  },
  {
    table: "api_token",
    title: { ru: "Токены API", en: "API tokens" },
    of: "t.user_id = {userId} or t.issued_by = {userId}",
    show: ["created_at", "name", "project_id", "scopes", "expires_at", "revoked_at", "last_used_at"],
    hide: { token_id: KEY, token_hash: "a mark of a secret", user_id: SELF, issued_by: SELF },
    erase: [
      `update api_token set revoked_at = {at}
        where (user_id = {userId} or issued_by = {userId} and project_id is null) and revoked_at is null`,
      "update api_token set name = {text} where user_id = {userId}",
    ],
  },
  {
    table: "saved_filter",
    title: { ru: "Сохранённые отборы", en: "Saved filters" },
    of: "t.user_no = {userNo}",
    show: ["saved_at", "list", "name", "query"],
    hide: { saved_filter_id: KEY, user_no: SELF },
    erase: ["delete from saved_filter where user_no = {userNo}"],
  },
  {
    table: "staff_visit",
    title: { ru: "Просмотры поддержкой", en: "Visits of support" },
    of: "t.user_id = {userId}",
    show: ["began_at", "ends_at", "ended_at", "reason"],
    hide: { visit_id: KEY, staff_user_id: OTHER, session_id: OTHER, user_id: SELF },
    erase: { stays: "Why staff looked is evidence, as in the chain of acts; of whom it says by an id alone (AUD-02)." },
  },
  {
    table: "erasure",
    title: { ru: "Удаление учётной записи", en: "Erasure of your account" },
    of: "t.user_no = {userNo}",
    show: ["asked_at", "due_at", "asked_by_kind", "held_at", "waits_for", "ended_at", "ended_as"],
    hide: {
      erasure_id: KEY,
      user_no: SELF,
      asked_by: "says who asked: the person, or a member of staff",
      reason: "a note of staff",
      held_by: OTHER,
      hold_reason: "a note of staff",
      looked_at: "how it is done",
      letters_gone_at: "how it is done",
    },
    erase: { stays: "Says that it was asked for and done, of whom only by a number." },
  },
];
