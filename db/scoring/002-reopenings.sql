--liquibase formatted sql

--changeset chuangjian:scoring-002-1
--comment: 重新开放 of a locked round: who asked for it and why, who decided and how. Refused and withdrawn ones stay.
create table score_reopening (
    id varchar(13) not null primary key,
    campaign_id varchar(13) not null references campaign (id),
    source varchar(10) not null,
    round integer not null,
    state varchar(10) not null,
    reason varchar(1000) not null,
    requested_by varchar(64) not null,
    requested_by_name varchar(60) not null,
    requested_at timestamp with time zone not null,
    decided_by varchar(64),
    decided_by_name varchar(60),
    decided_at timestamp with time zone,
    opinion varchar(1000) not null
);
create index score_reopening_campaign on score_reopening (campaign_id, requested_at);
--rollback drop table score_reopening;
