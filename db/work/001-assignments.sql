--liquibase formatted sql

--changeset chuangjian:work-001-1
--comment: One criterion for one unit in one campaign, exactly once. The id is the business key of its process instance.
create table assignment (
    id varchar(13) not null primary key,
    campaign_id varchar(13) not null references campaign (id),
    criterion_id varchar(13) not null references criterion (id),
    criterion_code varchar(40) not null,
    criterion_type varchar(10) not null,
    unit_code varchar(40) not null references unit (code),
    role varchar(12) not null,
    state varchar(16) not null,
    open boolean not null,
    due_date date not null,
    first_due_date date not null,
    draft_note varchar(4000) not null,
    note varchar(4000) not null,
    reason_code varchar(40),
    opinion varchar(2000),
    return_count integer not null,
    received_at timestamp with time zone,
    submitted_at timestamp with time zone,
    submitted_by varchar(60),
    decided_at timestamp with time zone,
    last_at timestamp with time zone not null,
    last_by varchar(60) not null,
    version integer not null,
    constraint assignment_once unique (campaign_id, criterion_code, unit_code)
);
create index assignment_unit on assignment (unit_code, state);
create index assignment_campaign_state on assignment (campaign_id, state, due_date);
create index assignment_state_due on assignment (state, due_date);
--rollback drop table assignment;

--changeset chuangjian:work-001-2
--comment: 申请延期、转办、责任争议: what a unit asks for and what the office decided.
create table assignment_request (
    id varchar(13) not null primary key,
    assignment_id varchar(13) not null references assignment (id),
    campaign_id varchar(13) not null references campaign (id),
    kind varchar(12) not null,
    reason varchar(1000) not null,
    wanted_date date,
    target_unit varchar(40) references unit (code),
    state varchar(10) not null,
    asked_by varchar(60) not null,
    asked_at timestamp with time zone not null,
    decided_by varchar(60),
    decided_at timestamp with time zone,
    opinion varchar(1000)
);
create index assignment_request_open on assignment_request (state, asked_at);
create index assignment_request_assignment on assignment_request (assignment_id);
--rollback drop table assignment_request;
