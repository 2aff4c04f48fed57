-- Who was asked to become a member of a project (REG-04): one open invitation for a project and an address. Business time.
create table project_invitation (
  invitation_id bigint generated always as identity primary key,
  project_id bigint not null references project,
  email text not null check (email = lower(email)),
  role text not null check (role in (
    'superadministrator', 'project_administrator', 'billing_administrator', 'user_administrator', 'viewer'
  )),
  invited_by text not null references app_user,
  invited_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > invited_at),
  ended_at timestamptz,
  ended_as text check (ended_as in ('accepted', 'declined', 'withdrawn')),
  constraint project_invitation_ended check ((ended_at is null) = (ended_as is null))
);
create unique index project_invitation_open on project_invitation (project_id, email) where ended_at is null;
create index project_invitation_of_email on project_invitation (email) where ended_at is null;
create index project_invitation_by on project_invitation (invited_by);

-- The owner asks a member to become the owner (REG-05); nothing changes before that member agrees.
create table owner_change (
  owner_change_id bigint generated always as identity primary key,
  project_id bigint not null references project,
  from_user_id text not null references app_user,
  to_user_id text not null references app_user check (to_user_id <> from_user_id),
  asked_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > asked_at),
  ended_at timestamptz,
  ended_as text check (ended_as in ('consented', 'declined', 'withdrawn')),
  constraint owner_change_ended check ((ended_at is null) = (ended_as is null))
);
create unique index owner_change_open on owner_change (project_id) where ended_at is null;
create index owner_change_of_user on owner_change (to_user_id) where ended_at is null;
create index owner_change_from on owner_change (from_user_id);

-- Which invitation a link belongs to: several projects may invite one address, and each link lives by itself.
alter table auth.mail_link add column thing_id bigint,
  drop constraint mail_link_purpose_check,
  add constraint mail_link_purpose_check check (purpose in ('registration', 'password_reset', 'invitation')),
  add constraint mail_link_invitation_has_thing check ((purpose = 'invitation') = (thing_id is not null));

-- Who made a token, and the hour in which it was used last: written once an hour, not with every request.
alter table api_token add column issued_by text references app_user, add column last_used_at timestamptz;
create index api_token_issuer on api_token (issued_by) where issued_by is not null;

-- The people and tokens of the reader's projects: no hash, no secret, nobody else.
create function tenant_members() returns table (project_id bigint, user_id text, user_no bigint, email text, name text, role text)
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select m.project_id, u.user_id, u.user_no, u.email, u.name, m.role
    from project_member m join app_user u using (user_id)
   where m.project_id = any (tenant_subjects('project'))
$$;
create function tenant_tokens() returns table (
  project_id bigint, token_id bigint, name text, user_id text, issued_by text, scopes text[], created_at timestamptz,
  expires_at timestamptz, last_used_at timestamptz
)
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select project_id, token_id, name, user_id, issued_by, scopes, created_at, expires_at, last_used_at
    from api_token where project_id = any (tenant_subjects('project')) and revoked_at is null
$$;

-- What waits for the reader's own answer: invitations to its address, and projects that it may become the owner of. The
-- project is not the reader's yet: of it only the name.
create function tenant_asked() returns table (
  kind text, asked_id bigint, project_id bigint, project_name text, role text, by_name text, by_email text, expires_at timestamptz
)
language sql stable parallel safe security definer set search_path = public, pg_temp as $$
  select 'invitation', i.invitation_id, i.project_id, p.name, i.role, b.name, b.email, i.expires_at
    from app_user u
    join project_invitation i on i.email = u.email and i.ended_at is null
    join project p using (project_id)
    join app_user b on b.user_id = i.invited_by
   where u.user_no = any (tenant_subjects('user'))
  union all
  select 'owner_change', c.owner_change_id, c.project_id, p.name, 'owner', b.name, b.email, c.expires_at
    from app_user u
    join owner_change c on c.to_user_id = u.user_id and c.ended_at is null
    join project p using (project_id)
    join app_user b on b.user_id = c.from_user_id
   where u.user_no = any (tenant_subjects('user'))
$$;

revoke execute on function tenant_members(), tenant_tokens(), tenant_asked() from public;
grant execute on function tenant_members(), tenant_tokens(), tenant_asked() to saldo_tenant;

call enable_tenant_rls('project_invitation');
call enable_tenant_rls('owner_change');
