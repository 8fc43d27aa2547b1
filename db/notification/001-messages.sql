--liquibase formatted sql

--changeset chuangjian:notification-001-1
--comment: The inbox. An account is no reference: a message outlives whom it was for until that person is taken away.
create table message (
    id varchar(13) not null primary key,
    account varchar(64) not null,
    topic varchar(40) not null,
    campaign_id varchar(13),
    subject varchar(300) not null,
    text varchar(2000) not null,
    link varchar(300) not null,
    automatic boolean not null,
    created_at timestamp with time zone not null,
    read_at timestamp with time zone
);
create index message_account on message (account, read_at, created_at);
create index message_campaign on message (campaign_id);
--rollback drop table message;

--changeset chuangjian:notification-001-2
--comment: The outbox: what still has to go by mail, written with the deed. A node claims all mails of a person before it sends them as one.
create table mail (
    message_id varchar(13) not null primary key references message (id),
    account varchar(64) not null,
    address varchar(200) not null,
    state varchar(10) not null,
    attempts integer not null,
    next_at timestamp with time zone not null,
    claim varchar(13),
    claimed_at timestamp with time zone,
    last_error varchar(500) not null,
    created_at timestamp with time zone not null,
    sent_at timestamp with time zone
);
create index mail_state on mail (state, next_at);
create index mail_account on mail (account, state);
create index mail_claim on mail (claim);
--rollback drop table mail;
