--liquibase formatted sql

--changeset chuangjian:revision-001-1
--comment: 细则换版 of a running campaign: proposed, applied as one, undone as one.
create table edition_change (
    id varchar(13) not null primary key,
    campaign_id varchar(13) not null references campaign (id),
    from_set varchar(13) not null references criteria_set (id),
    to_set varchar(13) not null references criteria_set (id),
    state varchar(10) not null,
    note varchar(1000) not null,
    proposed_by varchar(60) not null,
    proposed_at timestamp with time zone not null,
    applied_by varchar(60),
    applied_at timestamp with time zone,
    ended_by varchar(60),
    ended_at timestamp with time zone,
    end_reason varchar(1000) not null
);
create index edition_change_campaign on edition_change (campaign_id, proposed_at);
--rollback drop table edition_change;

--changeset chuangjian:revision-001-2
--comment: What a change took away and what it overwrote, to put it back: owners, required evidence, assignments.
create table edition_change_owner (
    change_id varchar(13) not null references edition_change (id),
    criterion_code varchar(40) not null,
    removed boolean not null,
    lead_unit varchar(40),
    supporting varchar(2000) not null,
    deadline date not null,
    evidence_required varchar(2000) not null,
    unmatched varchar(1000) not null,
    primary key (change_id, criterion_code)
);
create table edition_change_assignment (
    change_id varchar(13) not null references edition_change (id),
    assignment_id varchar(13) not null,
    unit_code varchar(40) not null,
    state varchar(16) not null,
    opinion varchar(2000),
    primary key (change_id, assignment_id)
);
--rollback drop table edition_change_assignment; drop table edition_change_owner;
