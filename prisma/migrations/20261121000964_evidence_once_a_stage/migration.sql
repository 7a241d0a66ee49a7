-- Evidence is taken once for the bank's inquiry, and once for the chargeback that it may become.

-- AlterTable
ALTER TABLE "dispute_evidence" ADD COLUMN     "stage" TEXT NOT NULL DEFAULT 'chargeback',
ADD COLUMN     "submissions_before" INTEGER;

-- What a schema file cannot say.

update dispute_evidence e set stage = 'inquiry'
 where not exists (select from payment_event p where p.dispute_id = e.dispute_id and p.cause = 'dispute_opened'
                      and p.created_at <= e.created_at);
alter table dispute_evidence
  add check (stage in ('inquiry', 'chargeback')),
  add check (submissions_before >= 0);

-- What was accepted is the only one of its stage: whoever adds some has locked the dispute and looks. What waits is the only one.
drop index dispute_evidence_standing;
create unique index dispute_evidence_waiting on dispute_evidence (dispute_id) where status = 'pending';
