-- PAY-08: what comes back to a transfer of a supply that an earlier month booked is no less of what it pays in this one. The two
-- stood in one row, so that a transfer which got back what it had paid of one service, and paid another's debt with it in the
-- same month, was named on no document of that month. What was added up before stays as it is.
alter table lot_spend add column of_earlier boolean not null default false;
alter table lot_spend drop constraint lot_spend_pkey;
alter table lot_spend add primary key (project_id, booking_month, supply_month, contract_id, lot_no, cover, of_earlier);
alter table lot_spend add constraint lot_spend_of_earlier check (amount_minor <= 0 or not of_earlier);
