--liquibase formatted sql

--changeset chuangjian:supervision-003-1
--comment: The account of the leader whose words an order carries. An instruction nobody answers climbs as any order does, and the leader is told all along.
alter table supervision_order add column instructed_by varchar(64);
update supervision_order set instructed_by = raised_by where source = 'INSTRUCTION';
--rollback alter table supervision_order drop column instructed_by;

--changeset chuangjian:supervision-003-2
--comment: What has climbed before: to orange, and from there to red.
update supervision_order set instructed_by = (select p.instructed_by from supervision_order p where p.id = supervision_order.previous_id) where source = 'RULE' and instructed_by is null;
update supervision_order set instructed_by = (select p.instructed_by from supervision_order p where p.id = supervision_order.previous_id) where source = 'RULE' and instructed_by is null;
--rollback update supervision_order set instructed_by = null where source = 'RULE';
