--liquibase formatted sql

--changeset chuangjian:title-001-1
--comment: 公示 of a campaign: what was published, where objections go, and whether naming was refused after it.
create table public_notice (
    campaign_id varchar(13) not null primary key references campaign (id),
    text varchar(4000) not null,
    url varchar(500) not null,
    phone varchar(200) not null,
    mail varchar(200) not null,
    visit varchar(300) not null,
    discipline varchar(300) not null,
    published_from date not null,
    published_at timestamp with time zone,
    refused_reason varchar(1000),
    last_by varchar(60) not null,
    last_at timestamp with time zone not null,
    version integer not null
);
--rollback drop table public_notice;

--changeset chuangjian:title-001-2
--comment: 异议 against a naming. Name and contact of a real-name objector are shown to the office alone.
create table objection (
    id varchar(13) not null primary key,
    campaign_id varchar(13) not null references campaign (id),
    number integer not null,
    real_name boolean not null,
    objector varchar(100) not null,
    contact varchar(200) not null,
    channel varchar(12) not null,
    received_on date not null,
    content varchar(4000) not null,
    state varchar(14) not null,
    investigator varchar(100) not null,
    finding varchar(4000) not null,
    sustained boolean,
    answer varchar(4000) not null,
    answered_on date,
    last_by varchar(60) not null,
    last_at timestamp with time zone not null,
    version integer not null,
    constraint objection_number unique (campaign_id, number)
);
create index objection_state on objection (state, campaign_id);
--rollback drop table objection;

--changeset chuangjian:title-001-3
--comment: 称号 held, won through a campaign here or entered by hand. campaign_id is the latest campaign for it.
create table title (
    id varchar(13) not null primary key,
    kind varchar(60) not null,
    name varchar(200) not null,
    campaign_id varchar(13) references campaign (id),
    document_number varchar(100) not null,
    issuer varchar(200) not null,
    named_on date not null,
    valid_until date not null,
    review_due date not null,
    plaque varchar(300) not null,
    state varchar(12) not null,
    review_proposed_at timestamp with time zone,
    withdrawn_on date,
    withdrawal varchar(12),
    withdrawal_reason varchar(1000) not null,
    withdrawal_document varchar(100) not null,
    note varchar(1000) not null,
    example boolean not null,
    created_at timestamp with time zone not null,
    last_by varchar(60) not null,
    last_at timestamp with time zone not null,
    version integer not null
);
create index title_state on title (state, review_due);
--rollback drop table title;

--changeset chuangjian:title-001-4
--comment: The naming document of a campaign; the title it brought or prolonged once the stage was passed.
create table naming (
    campaign_id varchar(13) not null primary key references campaign (id),
    title_id varchar(13) references title (id),
    name varchar(200) not null,
    document_number varchar(100) not null,
    issuer varchar(200) not null,
    named_on date not null,
    valid_until date not null,
    plaque varchar(300) not null,
    last_by varchar(60) not null,
    last_at timestamp with time zone not null,
    version integer not null
);
create index naming_title on naming (title_id);
--rollback drop table naming;

--changeset chuangjian:title-001-5
--comment: 复审: which campaign re-reviews which title, and how it ended.
create table re_review (
    campaign_id varchar(13) not null primary key references campaign (id),
    title_id varchar(13) not null references title (id),
    from_campaign_id varchar(13) references campaign (id),
    evidence_since date not null,
    state_before varchar(12) not null,
    result varchar(12),
    started_by varchar(60) not null,
    started_at timestamp with time zone not null,
    ended_at timestamp with time zone
);
create index re_review_title on re_review (title_id);
--rollback drop table re_review;

--changeset chuangjian:title-001-6
--comment: Evidence of the last campaign taken along into the re-review; stale ones are listed, not linked.
create table carried_evidence (
    campaign_id varchar(13) not null references campaign (id),
    criterion_code varchar(40) not null,
    unit_code varchar(40) not null,
    evidence_id varchar(13) not null,
    document_date date not null,
    stale boolean not null,
    reason varchar(200) not null,
    linked_at timestamp with time zone,
    primary key (campaign_id, criterion_code, unit_code, evidence_id)
);
--rollback drop table carried_evidence;

--changeset chuangjian:title-001-7
--comment: 年度跟踪任务 of a title: one row a task and due date, so that planning twice plans once.
create table tracking_item (
    id varchar(13) not null primary key,
    title_id varchar(13) not null references title (id),
    code varchar(60) not null,
    name varchar(200) not null,
    due_date date not null,
    unit_code varchar(40) references unit (code),
    owner varchar(100) not null,
    state varchar(10) not null,
    reminded varchar(10) not null,
    note varchar(2000) not null,
    done_at timestamp with time zone,
    done_by varchar(60),
    last_by varchar(60) not null,
    last_at timestamp with time zone not null,
    version integer not null,
    constraint tracking_item_once unique (title_id, code, due_date)
);
create index tracking_item_due on tracking_item (state, due_date);
create index tracking_item_unit on tracking_item (unit_code, state);
--rollback drop table tracking_item;
