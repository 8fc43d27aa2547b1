--liquibase formatted sql

--changeset chuangjian:campaign-001-1
--comment: Campaigns. The stage is written by the process as it moves; state says whether it still moves at all.
create table campaign (
    id varchar(13) not null primary key,
    kind varchar(60) not null,
    name varchar(200) not null,
    criteria_set_id varchar(13) not null references criteria_set (id),
    state varchar(12) not null,
    stage varchar(40) not null,
    stage_since timestamp with time zone not null,
    start_date date not null,
    acceptance_date date not null,
    notice_from date,
    launched_at timestamp with time zone,
    ended_at timestamp with time zone,
    example boolean not null,
    created_by varchar(64) not null,
    created_at timestamp with time zone not null
);
create index campaign_state on campaign (state, acceptance_date);
--rollback drop table campaign;

--changeset chuangjian:campaign-001-2
--comment: Who owns a criterion: one lead, a deadline, what the table's 责任单位 column named that no unit matched.
create table ownership (
    campaign_id varchar(13) not null references campaign (id),
    criterion_code varchar(40) not null,
    lead_unit varchar(40) references unit (code),
    deadline date not null,
    evidence_required varchar(2000) not null,
    unmatched varchar(1000) not null,
    primary key (campaign_id, criterion_code)
);
create table ownership_support (
    campaign_id varchar(13) not null,
    criterion_code varchar(40) not null,
    unit_code varchar(40) not null references unit (code),
    primary key (campaign_id, criterion_code, unit_code),
    foreign key (campaign_id, criterion_code) references ownership (campaign_id, criterion_code)
);
--rollback drop table ownership_support; drop table ownership;

--changeset chuangjian:campaign-001-3
--comment: Milestones as dated rows, and what the office has confirmed for their conditions.
create table milestone (
    campaign_id varchar(13) not null references campaign (id),
    code varchar(60) not null,
    rule varchar(60) not null,
    name varchar(200) not null,
    stage varchar(40) not null,
    gate boolean not null,
    due_date date not null,
    reached_at timestamp with time zone,
    reached_by varchar(60),
    primary key (campaign_id, code)
);
create table confirmation (
    campaign_id varchar(13) not null references campaign (id),
    milestone_code varchar(60) not null,
    condition_key varchar(60) not null,
    document_number varchar(200) not null,
    document_date date not null,
    note varchar(1000) not null,
    confirmed_by varchar(64) not null,
    confirmed_by_name varchar(60) not null,
    confirmed_at timestamp with time zone not null,
    primary key (campaign_id, milestone_code, condition_key)
);
--rollback drop table confirmation; drop table milestone;
