--liquibase formatted sql

--changeset chuangjian:scoring-003-1
--comment: A score given before the criterion changed its points, rule or text counts on, but asks to be looked at again.
alter table score add column outdated boolean default false not null;
--rollback alter table score drop column outdated;

--changeset chuangjian:scoring-003-2
--comment: What hung on the criteria that a change of edition touches, as it stood before, for its undoing.
create table score_kept (
    change_id varchar(13) not null references edition_change (id),
    criterion_code varchar(40) not null,
    source varchar(10) not null,
    points numeric(8, 2) not null,
    reason varchar(1000) not null,
    round integer not null,
    scored_by varchar(64) not null,
    scored_by_name varchar(60) not null,
    scored_at timestamp with time zone not null,
    version integer not null,
    outdated boolean not null,
    primary key (change_id, criterion_code, source)
);
create table score_settled_kept (
    change_id varchar(13) not null references edition_change (id),
    kind varchar(16) not null,
    criterion_code varchar(40) not null,
    words varchar(1000) not null,
    hit boolean not null,
    by_name varchar(60) not null,
    settled_at timestamp with time zone not null,
    primary key (change_id, kind, criterion_code)
);
--rollback drop table score_settled_kept; drop table score_kept;
