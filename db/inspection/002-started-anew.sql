--liquibase formatted sql

--changeset chuangjian:inspection-002-1
--comment: Since when the unit that has a finding has had it: what another unit showed before is no proof of its work.
alter table finding add column handed_over_at timestamp with time zone;
--rollback alter table finding drop column handed_over_at;

--changeset chuangjian:inspection-002-2
--comment: Why a plan was given up before anybody went.
alter table inspection add column cancel_reason varchar(500);
--rollback alter table inspection drop column cancel_reason;
