--liquibase formatted sql

--changeset chuangjian:work-002-1
--comment: When a unit got the assignment from another one. Its reminders and supervision count from then, not from what the other unit let pass.
alter table assignment add column taken_over_on date;
--rollback alter table assignment drop column taken_over_on;
