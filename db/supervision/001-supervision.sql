--liquibase formatted sql

--changeset chuangjian:supervision-001-1
--comment: One row. Who raises an order or sends reminders holds it: numbers have no gaps, and two nodes sweep one after the other.
create table supervision_lock (
    id integer not null primary key
);
insert into supervision_lock (id) values (1);
--rollback drop table supervision_lock;

--changeset chuangjian:supervision-001-2
--comment: Supervision orders. subject_due and subject_round say which deadline of the subject set an order off; a later deadline or a return starts the ladder anew. rule_key keeps two sweeps from raising the same order.
create table supervision_order (
    id varchar(13) not null primary key,
    number_year integer not null,
    number_in_year integer not null,
    subject_type varchar(12) not null,
    subject_id varchar(80) not null,
    subject_title varchar(300) not null,
    subject_due date,
    subject_round integer not null,
    campaign_id varchar(13) references campaign (id),
    unit_code varchar(40) not null references unit (code),
    colour varchar(8) not null,
    source varchar(12) not null,
    rule_key varchar(160),
    previous_id varchar(13) references supervision_order (id),
    reason varchar(2000) not null,
    due_date date not null,
    first_due_date date not null,
    state varchar(12) not null,
    open boolean not null,
    draft_answer varchar(4000) not null,
    answer varchar(4000) not null,
    opinion varchar(2000) not null,
    return_count integer not null,
    raised_by varchar(64) not null,
    raised_by_name varchar(60) not null,
    raised_at timestamp with time zone not null,
    received_at timestamp with time zone,
    received_by varchar(60),
    answered_at timestamp with time zone,
    answered_by varchar(60),
    closed_at timestamp with time zone,
    last_at timestamp with time zone not null,
    last_by varchar(60) not null,
    version integer not null,
    constraint supervision_order_number unique (number_year, number_in_year),
    constraint supervision_order_rule unique (rule_key)
);
create index supervision_order_subject on supervision_order (subject_type, subject_id);
create index supervision_order_unit on supervision_order (unit_code, state);
create index supervision_order_campaign on supervision_order (campaign_id, state);
create index supervision_order_state on supervision_order (state, due_date);
--rollback drop table supervision_order;

--changeset chuangjian:supervision-001-3
--comment: Reminders that went out, each once. slot counts working days from the deadline: -3 is three before it, 0 the day itself. Until next_on the sweep need not look at the subject again.
create table reminder (
    subject_type varchar(12) not null,
    subject_id varchar(80) not null,
    due_date date not null,
    round integer not null,
    slot integer not null,
    campaign_id varchar(13) not null references campaign (id),
    unit_code varchar(40),
    next_on date not null,
    sent_at timestamp with time zone not null,
    primary key (subject_type, subject_id, due_date, round, slot)
);
create index reminder_campaign on reminder (campaign_id);
--rollback drop table reminder;

--changeset chuangjian:supervision-001-4
--comment: 分管领导 of each unit, and the 主要领导 of the place. No references: who or what is taken away leaves these rows by the way.
create table leader_in_charge (
    unit_code varchar(40) not null primary key,
    account varchar(64) not null
);
create table principal_leader (
    account varchar(64) not null primary key
);
--rollback drop table principal_leader; drop table leader_in_charge;
