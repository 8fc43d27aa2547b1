--liquibase formatted sql

--changeset chuangjian:supervision-004-1
--comment: What a leader was looking at when the words were given, if that is more than the subject itself: an address of ours.
alter table supervision_order add column page varchar(300) default '' not null;
--rollback alter table supervision_order drop column page;
