--liquibase formatted sql

--changeset chuangjian:shared-001-1
--comment: Who did what, when, to which object. Rows are only ever added.
create table journal (
    id varchar(13) not null primary key,
    at timestamp with time zone not null,
    actor varchar(64) not null,
    actor_name varchar(100) not null,
    campaign_id varchar(13),
    object_type varchar(40) not null,
    object_id varchar(64) not null,
    action varchar(60) not null,
    detail varchar(4000) not null
);
create index journal_object on journal (object_type, object_id, at);
create index journal_campaign on journal (campaign_id, at);
--rollback drop table journal;

--changeset chuangjian:shared-001-2
--comment: Long work with progress. A runner holds a lease; when it lapses another node takes the job up again.
create table job (
    id varchar(13) not null primary key,
    kind varchar(40) not null,
    subject varchar(64) not null,
    state varchar(12) not null,
    done integer not null,
    total integer not null,
    message varchar(2000) not null,
    started_by varchar(64) not null,
    started_at timestamp with time zone not null,
    finished_at timestamp with time zone,
    runner varchar(64),
    lease_until timestamp with time zone
);
create index job_state on job (state);
create index job_subject on job (kind, subject);
--rollback drop table job;

--changeset chuangjian:shared-001-3
--comment: Days that break the Monday-to-Friday rule: holidays (working = false) and swapped days 调休 (working = true).
create table calendar_day (
    calendar_date date not null primary key,
    working boolean not null,
    name varchar(100) not null
);
--rollback drop table calendar_day;
