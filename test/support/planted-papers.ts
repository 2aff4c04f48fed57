/** Corruptions of what ties charges to documents, for the test in which each invariant catches its own. */
export interface Corruption {
  readonly what: string;
  readonly by: readonly string[];
  /** Others that must notice too, because the same rows break them. */
  readonly also?: readonly string[];
}

export const ONE_CHARGE =
  "ctid = (select ctid from charge where transfer_minor > 10 order by day, resource_id limit 1)";

export const PAPER_CORRUPTIONS: Readonly<Record<string, readonly Corruption[]>> = {
  "15-documents-are-charges": [
    {
      what: "a part that nobody documents nor waits with",
      by: [
        "delete from document_part where waits_for is not null or document_id = (select max(document_id) from document)",
      ],
      also: ["15-lines-are-parts"],
    },
    {
      what: "a kopeck in two parts",
      by: [
        `insert into document_part (project_id, contract_id, service_code, supply_month, booking_month, cause, part_no, region_code,
                                    payer_id, gross_minor, waits_for, waits_since)
         select project_id, contract_id, service_code, supply_month, booking_month, cause, 9, region_code, payer_id, gross_minor,
                'x', '2026-11-04Z' from document_part limit 1`,
      ],
    },
  ],
  "15-lines-are-parts": [
    {
      what: "a line of more than its parts",
      by: [
        "update document_line set gross_minor = gross_minor + 1, net_minor = net_minor + 1 where line_no = 1 and document_id = (select min(document_id) from document)",
        "update document set gross_minor = gross_minor + 1, net_minor = net_minor + 1 where document_id = (select min(document_id) from document)",
      ],
      also: ["15-vat-is-extracted", "15-document-is-its-snapshot", "29-rows-are-as-sealed"],
    },
    {
      what: "a part on the line of another service",
      by: [
        "update document_line set service_code = 'else' where line_no = 1 and document_id = (select min(document_id) from document)",
      ],
    },
  ],
  "15-part-is-of-its-payer": [
    {
      what: "a document of another payer than its parts",
      by: [
        "update document set payer_id = (select max(payer_id) from payer) where document_id = (select min(document_id) from document)",
      ],
      also: ["15-documents-name-their-parties", "26-delivery-is-queued", "29-rows-are-as-sealed"],
    },
    {
      what: "a part of an earlier month that had something to show on the line of a later one",
      by: [
        `insert into document_part (project_id, contract_id, service_code, supply_month, booking_month, cause, part_no, region_code,
                                    payer_id, gross_minor, document_id, line_no)
         select project_id, contract_id, service_code, supply_month, booking_month - interval '1 month', 'supply', 9, region_code,
                payer_id, gross_minor, document_id, line_no from document_part where document_id is not null limit 1`,
      ],
      also: ["15-lines-are-parts", "29-locks-are-closes"],
    },
    {
      what: "a project left out of a document's projects",
      by: ["delete from document_project where document_id = (select min(document_id) from document)"],
    },
  ],
  "15-settled-is-nothing": [
    {
      what: "money that is called settled and stands in no document",
      by: [
        `insert into document_part (project_id, contract_id, service_code, supply_month, booking_month, cause, part_no, region_code,
                                    payer_id, gross_minor, settled_at)
         select project_id, contract_id, service_code, supply_month, booking_month, cause, 9, region_code, payer_id, gross_minor,
                '2026-11-04Z' from document_part limit 1`,
      ],
      also: ["15-documents-are-charges"],
    },
  ],
  "15-correction-within-its-document": [
    {
      what: "a correction of more than the document states",
      by: [
        `insert into document_part (project_id, contract_id, service_code, supply_month, booking_month, cause, part_no, region_code,
                                    payer_id, gross_minor, document_id, line_no, corrects_document_id)
         select project_id, contract_id, service_code, supply_month, booking_month, 'decrease', 1, region_code, payer_id,
                -gross_minor - 1, document_id, line_no, document_id from document_part where document_id is not null limit 1`,
      ],
      also: ["15-documents-are-charges", "15-lines-are-parts", "15-part-is-of-its-payer"],
    },
  ],
  "16-cover-is-of-a-charge": [
    {
      what: "a cover under another contract than its charge",
      by: [
        `insert into charge_cover (project_id, entry_id, day, resource_id, sku_id, contract_id, booking_month, funding_source, amount_minor)
         select project_id, n, day, resource_id, sku_id, contract_id + 1, booking_month, 'transfer', n
           from charge, (values (-1), (1)) v(n) where ${ONE_CHARGE.replace("ctid", "charge.ctid")}`,
      ],
      also: ["29-months-are-as-sealed"],
    },
  ],
  "16-charge-is-under-its-contract": [
    {
      what: "a charge under a contract that the project never had",
      by: [`update charge set contract_id = 999999 where ${ONE_CHARGE}`],
      also: ["29-months-are-as-sealed", "15-documents-are-charges", "15-lot-spends-are-charges"],
    },
    {
      what: "a charge under none while one was in force",
      by: [`update charge set contract_id = 0 where ${ONE_CHARGE}`],
      also: ["29-months-are-as-sealed", "15-documents-are-charges", "15-lot-spends-are-charges"],
    },
    {
      what: "an assignment that was cut off behind the charges",
      by: [
        "update project_payer set ends_at = '2026-10-02Z' where payer_id = (select min(payer_id) from project_payer)",
      ],
    },
  ],
};
