--liquibase formatted sql

--changeset chuangjian:evidence-001-1
--comment: Evidence as uploaded. Several rows may share one stored file (same sha256). A removed row stays as a tombstone.
create table evidence (
    id varchar(13) not null primary key,
    campaign_id varchar(13) not null,
    unit_code varchar(40) not null,
    name varchar(300) not null,
    media_type varchar(120) not null,
    size bigint not null,
    sha256 char(64) not null,
    note varchar(1000) not null,
    document_date date,
    uploaded_by varchar(64) not null,
    uploaded_by_name varchar(100) not null,
    uploaded_at timestamp with time zone not null,
    removed_at timestamp with time zone,
    removed_by varchar(64)
);
create index evidence_sha256 on evidence (sha256);
--rollback drop table evidence;

--changeset chuangjian:evidence-001-2
--comment: Which assignments a document serves. The state stands here: accepted for one criterion is not accepted for all.
create table evidence_use (
    evidence_id varchar(13) not null references evidence (id),
    assignment_id varchar(13) not null,
    campaign_id varchar(13) not null,
    criterion_code varchar(60) not null,
    sha256 char(64) not null,
    state varchar(20) not null,
    linked_at timestamp with time zone not null,
    linked_by varchar(64) not null,
    primary key (evidence_id, assignment_id),
    constraint evidence_use_once unique (assignment_id, sha256)
);
create index evidence_use_campaign on evidence_use (campaign_id, criterion_code, state);
--rollback drop table evidence_use;
