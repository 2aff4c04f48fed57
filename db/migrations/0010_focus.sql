-- FOCUS bills: which project a sub-account of a bill became, so that the next file of the same customer finds it again.
create table focus_project (
  payer_id bigint not null,
  sub_account_id text not null,
  project_id bigint not null unique,
  -- Prices, the payer and the contract of the project reach back to here.
  starts_at timestamptz not null,
  primary key (payer_id, sub_account_id)
);
