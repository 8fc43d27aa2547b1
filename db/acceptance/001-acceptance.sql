--liquibase formatted sql

--changeset chuangjian:acceptance-001-1
--comment: Surveys as the surveyor reported them, by area; nothing is corrected, a wrong round is annulled and entered anew.
create table consultant (
    campaign_id varchar(13) not null primary key references campaign (id),
    name varchar(200) not null,
    recorded_by varchar(64) not null,
    recorded_by_name varchar(60) not null,
    recorded_at timestamp with time zone not null
);
create table survey_round (
    id varchar(13) not null primary key,
    campaign_id varchar(13) not null references campaign (id),
    name varchar(200) not null,
    survey_date date not null,
    organisation varchar(200) not null,
    report_number varchar(200) not null,
    sample integer not null,
    recorded_by varchar(64) not null,
    recorded_by_name varchar(60) not null,
    recorded_at timestamp with time zone not null,
    annulled_by_name varchar(60),
    annulled_at timestamp with time zone,
    annul_reason varchar(500)
);
create index survey_round_campaign on survey_round (campaign_id, survey_date);
create table survey_area (
    round_id varchar(13) not null references survey_round (id),
    position integer not null,
    area varchar(100) not null,
    unit_code varchar(40) references unit (code),
    sample integer not null,
    primary key (round_id, position)
);
-- position 0 is the whole place, as declared
create table survey_rate (
    round_id varchar(13) not null references survey_round (id),
    position integer not null,
    measure varchar(40) not null,
    rate numeric(5, 2) not null,
    primary key (round_id, position, measure)
);
--rollback drop table survey_rate; drop table survey_area; drop table survey_round; drop table consultant;

--changeset chuangjian:acceptance-001-2
--comment: What the levels above say: visits, their experts, their scores as handed in, the result, what is left to do.
create table evaluation (
    id varchar(13) not null primary key,
    campaign_id varchar(13) not null references campaign (id),
    stage varchar(40) not null,
    number integer not null,
    organ varchar(200) not null,
    visit_from date not null,
    visit_to date not null,
    result varchar(12),
    document_number varchar(200) not null,
    document_date date,
    opinion varchar(2000) not null,
    recorded_by varchar(64) not null,
    recorded_by_name varchar(60) not null,
    recorded_at timestamp with time zone not null,
    last_by_name varchar(60) not null,
    last_at timestamp with time zone not null,
    version integer not null,
    constraint evaluation_number unique (campaign_id, stage, number)
);
create table evaluation_expert (
    evaluation_id varchar(13) not null references evaluation (id),
    position integer not null,
    name varchar(60) not null,
    organisation varchar(200) not null,
    duty varchar(100) not null,
    primary key (evaluation_id, position)
);
create table evaluation_file (
    id varchar(13) not null primary key,
    evaluation_id varchar(13) not null references evaluation (id),
    content varchar(10) not null,
    file_name varchar(255) not null,
    sha256 char(64) not null,
    line_count integer not null,
    document varchar(200) not null,
    imported_by_name varchar(60) not null,
    imported_at timestamp with time zone not null,
    constraint evaluation_file_once unique (evaluation_id, content, sha256)
);
create table evaluation_score (
    evaluation_id varchar(13) not null references evaluation (id),
    criterion_code varchar(40) not null,
    points numeric(8, 2) not null,
    note varchar(1000) not null,
    primary key (evaluation_id, criterion_code)
);
create table follow_up (
    id varchar(13) not null primary key,
    evaluation_id varchar(13) not null references evaluation (id),
    position integer not null,
    item varchar(1000) not null,
    unit_code varchar(40) not null references unit (code),
    due_date date not null,
    done_note varchar(1000) not null,
    done_by_name varchar(60),
    done_at timestamp with time zone
);
create index follow_up_evaluation on follow_up (evaluation_id, position);
--rollback drop table follow_up; drop table evaluation_score; drop table evaluation_file; drop table evaluation_expert; drop table evaluation;

--changeset chuangjian:acceptance-001-3
--comment: Snapshots of scores and evidence. Rows are written once and never changed.
create table snapshot (
    id varchar(13) not null primary key,
    campaign_id varchar(13) not null references campaign (id),
    number integer not null,
    kind varchar(16) not null,
    name varchar(200) not null,
    total numeric(8, 2) not null,
    verdict varchar(12) not null,
    reasons varchar(4000) not null,
    taken_by varchar(64) not null,
    taken_by_name varchar(60) not null,
    taken_at timestamp with time zone not null,
    constraint snapshot_number unique (campaign_id, number)
);
create table snapshot_criterion (
    snapshot_id varchar(13) not null references snapshot (id),
    position integer not null,
    code varchar(40) not null,
    level1 varchar(200) not null,
    level2 varchar(200) not null,
    requirement varchar(4000) not null,
    type varchar(8) not null,
    points numeric(8, 2) not null,
    applicable boolean not null,
    self_points numeric(8, 2),
    county_points numeric(8, 2),
    inspection_points numeric(8, 2),
    expert_points numeric(8, 2),
    survey_points numeric(8, 2),
    effective numeric(8, 2),
    self_reason varchar(1000) not null,
    primary key (snapshot_id, code)
);
create table snapshot_evidence (
    snapshot_id varchar(13) not null references snapshot (id),
    criterion_code varchar(40) not null,
    assignment_id varchar(13) not null,
    evidence_id varchar(13) not null,
    unit_code varchar(40) not null,
    unit_name varchar(100) not null,
    name varchar(300) not null,
    size bigint not null,
    sha256 char(64) not null,
    primary key (snapshot_id, assignment_id, evidence_id)
);
create index snapshot_evidence_criterion on snapshot_evidence (snapshot_id, criterion_code);
--rollback drop table snapshot_evidence; drop table snapshot_criterion; drop table snapshot;

--changeset chuangjian:acceptance-001-4
--comment: Rounds of self-evaluation: the unit in the lead scores, the office checks, the leading group approves.
create table self_evaluation (
    id varchar(13) not null primary key,
    campaign_id varchar(13) not null references campaign (id),
    number integer not null,
    state varchar(10) not null,
    due_date date not null,
    opinion varchar(2000) not null,
    snapshot_id varchar(13) references snapshot (id),
    opened_by_name varchar(60) not null,
    opened_at timestamp with time zone not null,
    handed_up_by_name varchar(60),
    handed_up_at timestamp with time zone,
    approved_by_name varchar(60),
    approved_at timestamp with time zone,
    last_by_name varchar(60) not null,
    last_at timestamp with time zone not null,
    version integer not null,
    constraint self_evaluation_number unique (campaign_id, number)
);
create table self_score (
    self_evaluation_id varchar(13) not null references self_evaluation (id),
    criterion_code varchar(40) not null,
    unit_code varchar(40) references unit (code),
    state varchar(10) not null,
    points numeric(8, 2),
    reason varchar(1000) not null,
    checked_points numeric(8, 2),
    opinion varchar(1000) not null,
    scored_by_name varchar(60),
    scored_at timestamp with time zone,
    checked_by_name varchar(60),
    checked_at timestamp with time zone,
    last_by_name varchar(60) not null,
    last_at timestamp with time zone not null,
    version integer not null,
    primary key (self_evaluation_id, criterion_code)
);
create index self_score_unit on self_score (unit_code);
--rollback drop table self_score; drop table self_evaluation;
