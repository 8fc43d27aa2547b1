--liquibase formatted sql

--changeset chuangjian:identity-001-1
--comment: What is needed to sign in, apart from the person: the hash, failed attempts, the lock.
create table account (
    account varchar(64) not null primary key references person (account),
    password_hash varchar(200) not null,
    failed_attempts integer not null,
    locked_until timestamp with time zone,
    change_password boolean not null
);
--rollback drop table account;
