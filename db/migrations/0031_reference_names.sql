-- What regions and suppliers keep as JSON is named as the program names it; the operator's files keep their own names.
update region set payment_methods = replace(replace(payment_methods::text,
  '"recommended_for":', '"recommendedFor":'), '"on_request":', '"onRequest":')::jsonb;
update supplier set
  bank = replace(replace(bank::text,
    '"correspondent_account":', '"correspondentAccount":'), '"beneficiary_code":', '"beneficiaryCode":')::jsonb,
  signers = replace(signers::text, '"full_name":', '"fullName":')::jsonb;
