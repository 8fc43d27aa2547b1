--liquibase formatted sql

--changeset chuangjian:scoring-001-1
--comment: A round of scoring of one source. The one with the highest number is the current one; locked, nothing changes.
create table score_round (
    campaign_id varchar(13) not null references campaign (id),
    source varchar(10) not null,
    number integer not null,
    opened_by_name varchar(60) not null,
    opened_at timestamp with time zone not null,
    locked_by varchar(64),
    locked_by_name varchar(60),
    locked_at timestamp with time zone,
    reopened integer not null,
    reopen_reason varchar(1000) not null,
    primary key (campaign_id, source, number)
);
--rollback drop table score_round;

--changeset chuangjian:scoring-001-2
--comment: The score of one criterion by one source as it stands, and every change that led to it.
create table score (
    campaign_id varchar(13) not null references campaign (id),
    criterion_code varchar(40) not null,
    source varchar(10) not null,
    points numeric(8, 2) not null,
    reason varchar(1000) not null,
    round integer not null,
    scored_by varchar(64) not null,
    scored_by_name varchar(60) not null,
    scored_at timestamp with time zone not null,
    version integer not null,
    primary key (campaign_id, criterion_code, source)
);
create table score_change (
    id varchar(13) not null primary key,
    campaign_id varchar(13) not null references campaign (id),
    criterion_code varchar(40) not null,
    source varchar(10) not null,
    round integer not null,
    before_points numeric(8, 2),
    after_points numeric(8, 2),
    reason varchar(1000) not null,
    changed_by varchar(64) not null,
    changed_by_name varchar(60) not null,
    changed_at timestamp with time zone not null
);
create index score_change_criterion on score_change (campaign_id, criterion_code, changed_at);
--rollback drop table score_change; drop table score;

--changeset chuangjian:scoring-001-3
--comment: What a campaign settles about a criterion: the formula the office bound, whether it applies, whether a veto holds.
create table score_formula (
    campaign_id varchar(13) not null references campaign (id),
    criterion_code varchar(40) not null,
    formula varchar(1000) not null,
    bound_by_name varchar(60) not null,
    bound_at timestamp with time zone not null,
    primary key (campaign_id, criterion_code)
);
create table score_not_applicable (
    campaign_id varchar(13) not null references campaign (id),
    criterion_code varchar(40) not null,
    reason varchar(1000) not null,
    decided_by_name varchar(60) not null,
    decided_at timestamp with time zone not null,
    primary key (campaign_id, criterion_code)
);
create table score_veto (
    campaign_id varchar(13) not null references campaign (id),
    criterion_code varchar(40) not null,
    hit boolean not null,
    reason varchar(1000) not null,
    recorded_by_name varchar(60) not null,
    recorded_at timestamp with time zone not null,
    primary key (campaign_id, criterion_code)
);
--rollback drop table score_veto; drop table score_not_applicable; drop table score_formula;

--changeset chuangjian:scoring-001-4
--comment: Settings of a campaign that go before its kind's, and the experts it invited.
create table score_setting (
    campaign_id varchar(13) not null primary key references campaign (id),
    source_order varchar(100) not null,
    set_by_name varchar(60) not null,
    set_at timestamp with time zone not null
);
create table score_expert (
    campaign_id varchar(13) not null references campaign (id),
    account varchar(64) not null,
    invited_by_name varchar(60) not null,
    invited_at timestamp with time zone not null,
    primary key (campaign_id, account)
);
--rollback drop table score_expert; drop table score_setting;
