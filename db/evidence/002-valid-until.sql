--liquibase formatted sql

--changeset chuangjian:evidence-002-1
--comment: 有效期至, for documents that expire, such as licences and test reports. Null for all others.
alter table evidence add column valid_until date;
--rollback alter table evidence drop column valid_until;
