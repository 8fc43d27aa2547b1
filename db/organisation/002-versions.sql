--liquibase formatted sql

--changeset chuangjian:organisation-002-1
--comment: Two people may have the same unit or person open: whoever saves later is told what the other has changed.
alter table unit add column version integer default 0 not null;
alter table person add column version integer default 0 not null;
--rollback alter table unit drop column version; alter table person drop column version;
