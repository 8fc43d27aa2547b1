--liquibase formatted sql

--changeset chuangjian:revision-002-1
--comment: The account of who proposed a change, because somebody else has to confirm it and names may be the same.
alter table edition_change add column proposed_account varchar(64) default '' not null;
--rollback alter table edition_change drop column proposed_account;
