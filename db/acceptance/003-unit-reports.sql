--liquibase formatted sql

--changeset chuangjian:acceptance-003-1
--comment: What units report in Tasklist on things that are no assignments: what a conditional pass left to do, and the yearly tasks of a title. item_id is the follow-up's or the task's; the item itself stays with its module.
create table unit_report (
    item_id varchar(13) not null primary key,
    unit_code varchar(40) not null references unit (code),
    state varchar(10) not null,
    note varchar(1000) not null,
    opinion varchar(500) not null,
    reported_by_name varchar(60),
    reported_at timestamp with time zone,
    last_by varchar(60) not null,
    last_at timestamp with time zone not null
);
create index unit_report_unit on unit_report (unit_code, state);
--rollback drop table unit_report;

--changeset chuangjian:acceptance-003-2
--comment: Units are reminded of follow-ups once when they are near due and once when they are late.
alter table follow_up add column reminded varchar(10) default '' not null;
--rollback alter table follow_up drop column reminded;
