--liquibase formatted sql

--changeset chuangjian:acceptance-004-1
--comment: How often a report was given back, and when last: nobody is supervised for the days others took.
alter table unit_report add column return_count integer default 0 not null;
alter table unit_report add column returned_at timestamp with time zone;
--rollback alter table unit_report drop column returned_at; alter table unit_report drop column return_count;
