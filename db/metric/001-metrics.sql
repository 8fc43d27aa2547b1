--liquibase formatted sql

--changeset chuangjian:metric-001-1
--comment: What is counted. A rate may name the two metrics it is made of; a sum the parts it must equal.
create table metric (
    code varchar(40) not null primary key,
    position integer not null,
    name varchar(100) not null,
    unit varchar(20) not null,
    metric_class varchar(10) not null,
    direction varchar(6) not null,
    accumulation varchar(10) not null,
    decimals integer not null,
    usual_target numeric(18, 4),
    numerator varchar(40) references metric (code),
    denominator varchar(40) references metric (code),
    note varchar(500) not null
);
create table metric_part (
    metric_code varchar(40) not null references metric (code),
    part_code varchar(40) not null references metric (code),
    primary key (metric_code, part_code)
);
--rollback drop table metric_part; drop table metric;

--changeset chuangjian:metric-001-2
--comment: Targets of a campaign; unit_code is '' for the campaign's own. They go before the catalogue's usual target.
create table metric_target (
    campaign_id varchar(13) not null references campaign (id),
    metric_code varchar(40) not null references metric (code),
    unit_code varchar(40) not null,
    target numeric(18, 4) not null,
    set_by varchar(64) not null,
    set_by_name varchar(60) not null,
    set_at timestamp with time zone not null,
    primary key (campaign_id, metric_code, unit_code)
);
--rollback drop table metric_target;

--changeset chuangjian:metric-001-3
--comment: Readings are facts of a unit, told once for all campaigns, and never changed: a correction is another reading
--comment: of the same day. A null figure is unknown, not 0. counts marks the ones a total is made of.
create table metric_reading (
    id varchar(13) not null primary key,
    metric_code varchar(40) not null references metric (code),
    unit_code varchar(40) not null references unit (code),
    as_of date not null,
    figure numeric(18, 4),
    qualifier varchar(4) not null,
    declared_rate numeric(12, 4),
    evidence_id varchar(13),
    note varchar(500) not null,
    counts boolean not null,
    entered_by varchar(64) not null,
    entered_by_name varchar(60) not null,
    entered_at timestamp with time zone not null
);
create index metric_reading_newest on metric_reading (metric_code, unit_code, as_of);
create index metric_reading_counts on metric_reading (counts, metric_code, unit_code);
--rollback drop table metric_reading;
