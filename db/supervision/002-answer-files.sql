--liquibase formatted sql

--changeset chuangjian:supervision-002-1
--comment: What a unit encloses with its answer to an order, by content. sent_at stays empty until the answer is handed in: before that the file is the unit's own draft.
create table supervision_file (
    id varchar(13) not null primary key,
    order_id varchar(13) not null references supervision_order (id),
    name varchar(300) not null,
    media_type varchar(120) not null,
    size bigint not null,
    sha256 char(64) not null,
    added_by varchar(64) not null,
    added_by_name varchar(60) not null,
    added_at timestamp with time zone not null,
    sent_at timestamp with time zone,
    constraint supervision_file_once unique (order_id, sha256)
);
create index supervision_file_sha256 on supervision_file (sha256);
--rollback drop table supervision_file;
