-- A scheduled transfer may wait for a review when its time has come.

-- AlterTable
ALTER TABLE "scheduled_transfer" ADD COLUMN     "review_id" UUID;

-- What a schema file cannot say. A review goes after its time, and its promise stays: it references nothing.

alter table scheduled_transfer
  drop constraint scheduled_transfer_status_check,
  add constraint scheduled_transfer_status_check
    check (status in ('scheduled', 'in_review', 'posted', 'refused', 'cancelled')),
  add check (status <> 'in_review' or review_id is not null);

drop index scheduled_transfer_open;
create index scheduled_transfer_open on scheduled_transfer (user_id) where status in ('scheduled', 'in_review');
create unique index scheduled_transfer_in_review on scheduled_transfer (review_id) where status = 'in_review';
