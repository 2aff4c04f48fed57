-- Whether a service is supplied over the net: with the buyer's residence and the date it decides where it is taxed.
alter table service add column electronic boolean not null default true;
