--liquibase formatted sql

--changeset chuangjian:work-003-1
--comment: What was asked about work that is no longer with the unit cannot be granted any more; nobody has to decide it.
update assignment_request set state = 'OBSOLETE' where state = 'OPEN' and assignment_id in (select id from assignment where state not in ('TO_RECEIVE', 'IN_PROGRESS', 'UNIT_REVIEW', 'RETURNED'));
--rollback empty
