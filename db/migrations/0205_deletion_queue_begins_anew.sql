-- FRZ-02: what a deletion queue came to is of one freeze. A project that was paid for after its objects had gone kept the
-- mark, and its next freeze never led to a deletion. Who is frozen again at this moment keeps it: nobody was warned.
update wallet set deleted_at = null where frozen_at is null and deleted_at is not null;
