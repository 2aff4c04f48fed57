-- Another address of mail for a user: nothing changes before both the old and the new address have agreed (REG-02). By machine
-- time, as links in letters live.
create table mail_change (
  mail_change_id bigint generated always as identity primary key,
  user_no bigint not null references app_user (user_no),
  old_email text not null check (old_email = lower(old_email)),
  new_email text not null check (new_email = lower(new_email) and new_email <> old_email),
  asked_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > asked_at),
  old_agreed_at timestamptz,
  new_agreed_at timestamptz,
  ended_at timestamptz,
  ended_as text check (ended_as in ('changed', 'withdrawn')),
  constraint mail_change_ended check ((ended_at is null) = (ended_as is null)),
  constraint mail_change_both check (ended_as <> 'changed' or (old_agreed_at is not null and new_agreed_at is not null))
);
create unique index mail_change_open on mail_change (user_no) where ended_at is null;
revoke delete on mail_change from saldo_app;
call enable_subject_rls('mail_change', '{user}');

alter table auth.mail_link drop constraint mail_link_purpose_check,
  add constraint mail_link_purpose_check
    check (purpose in ('registration', 'password_reset', 'invitation', 'mail_old', 'mail_new')),
  drop constraint mail_link_invitation_has_thing,
  add constraint mail_link_has_thing check ((purpose in ('invitation', 'mail_old', 'mail_new')) = (thing_id is not null));
