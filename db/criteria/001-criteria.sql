--liquibase formatted sql

--changeset chuangjian:criteria-001-1
--comment: One edition of one official criteria table. Never overwritten: a changed table is another edition.
create table criteria_set (
    id varchar(13) not null primary key,
    kind varchar(64) not null,
    edition varchar(64) not null,
    file_name varchar(255) not null,
    sha256 varchar(64) not null,
    imported_by varchar(64) not null,
    imported_by_name varchar(100) not null,
    imported_at timestamp with time zone not null,
    constraint criteria_set_once unique (kind, edition)
);
--rollback drop table criteria_set;

--changeset chuangjian:criteria-001-2
--comment: The leaves of the table in its own order. Owners, evidence and rule are kept as the official prose says them.
create table criterion (
    id varchar(13) not null primary key,
    set_id varchar(13) not null references criteria_set (id),
    code varchar(40) not null,
    position integer not null,
    level1 varchar(200) not null,
    level2 varchar(200) not null,
    requirement varchar(4000) not null,
    points numeric(8, 2) not null,
    type varchar(8) not null,
    owner_text varchar(500) not null,
    evidence_text varchar(2000) not null,
    rule_text varchar(4000) not null,
    constraint criterion_once unique (set_id, code)
);
create index criterion_order on criterion (set_id, position);
--rollback drop table criterion;
