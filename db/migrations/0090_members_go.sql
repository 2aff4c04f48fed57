-- A member goes (REG-04): the program takes its row out of the project.
grant delete on project_member to saldo_app;

-- What runs with its owner's rights is for those it was made for (decision 0068).
revoke execute on function tenant_members(), tenant_tokens(), tenant_asked() from public;
grant execute on function tenant_members(), tenant_tokens(), tenant_asked() to saldo_tenant;
