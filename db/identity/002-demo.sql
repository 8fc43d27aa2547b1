--liquibase formatted sql

--changeset chuangjian:identity-002-1
--comment: Whether the account still has the published password of the example county; while one has, only this machine may sign in.
alter table account add column demo boolean default false not null;
--rollback alter table account drop column demo;
