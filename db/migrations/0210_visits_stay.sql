-- AUD-02: what a customer reads of a visit stays as it was. The program ends a visit, and changes or removes nothing else of it.
revoke update, delete on staff_visit from saldo_app;
grant update (ended_at) on staff_visit to saldo_app;
