-- The staff among however many customers.
create index if not exists app_user_staff on app_user (user_no) where staff_role is not null;
