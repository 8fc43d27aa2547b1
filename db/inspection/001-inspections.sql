--liquibase formatted sql

--changeset chuangjian:inspection-001-1
--comment: 暗访业态 by which sites are sampled. The usual 28 to start with; the office edits them.
create table business_type (
    code varchar(20) not null primary key,
    name varchar(60) not null,
    position integer not null,
    active boolean not null,
    constraint business_type_name unique (name)
);
insert into business_type (code, name, position, active) values
    ('T01', '食用农产品批发市场', 1, true),
    ('T02', '农贸市场', 2, true),
    ('T03', '大型商超', 3, true),
    ('T04', '中小超市', 4, true),
    ('T05', '便利店（食杂店）', 5, true),
    ('T06', '粮油店', 6, true),
    ('T07', '水果生鲜店', 7, true),
    ('T08', '母婴用品店', 8, true),
    ('T09', '保健食品店', 9, true),
    ('T10', '食品批发部', 10, true),
    ('T11', '冷库', 11, true),
    ('T12', '食品生产企业', 12, true),
    ('T13', '食品小作坊', 13, true),
    ('T14', '大型餐饮', 14, true),
    ('T15', '中型餐饮', 15, true),
    ('T16', '小餐饮（小吃店）', 16, true),
    ('T17', '早餐夜宵店', 17, true),
    ('T18', '饮品甜品店', 18, true),
    ('T19', '网络餐饮店', 19, true),
    ('T20', '学校食堂', 20, true),
    ('T21', '幼儿园食堂', 21, true),
    ('T22', '养老机构食堂', 22, true),
    ('T23', '机关企事业（工地）食堂', 23, true),
    ('T24', '校园周边', 24, true),
    ('T25', '集体用餐配送单位（中央厨房）', 25, true),
    ('T26', '农村集体聚餐点', 26, true),
    ('T27', '食品摊贩（夜市）', 27, true),
    ('T28', '餐饮具集中消毒单位', 28, true);
--rollback drop table business_type;

--changeset chuangjian:inspection-001-2
--comment: 点位: places an inspector or assessor may visit. One site may serve several campaigns.
create table site (
    id varchar(13) not null primary key,
    name varchar(100) not null,
    address varchar(200) not null,
    unit_code varchar(40) not null references unit (code),
    business_type varchar(20) not null references business_type (code),
    latitude numeric(9, 6),
    longitude numeric(9, 6),
    showcase boolean not null,
    note varchar(500) not null,
    active boolean not null,
    photo_name varchar(300),
    photo_media_type varchar(120),
    photo_sha256 char(64),
    last_at timestamp with time zone not null,
    last_by varchar(60) not null,
    constraint site_once unique (name, address)
);
create index site_unit on site (unit_code);
create index site_type on site (business_type, active);
create table site_campaign (
    site_id varchar(13) not null references site (id),
    campaign_id varchar(13) not null references campaign (id),
    primary key (campaign_id, site_id)
);
create index site_campaign_site on site_campaign (site_id);
--rollback drop table site_campaign; drop table site;

--changeset chuangjian:inspection-001-3
--comment: 检查计划. Drawn by a seed over the candidates, so that anybody can repeat the draw. Nothing of it is told to the inspected units before it is issued.
create table inspection (
    id varchar(13) not null primary key,
    campaign_id varchar(13) not null references campaign (id),
    name varchar(200) not null,
    mode varchar(8) not null,
    state varchar(10) not null,
    from_date date not null,
    to_date date not null,
    seed varchar(40) not null,
    per_type integer not null,
    created_by varchar(64) not null,
    created_by_name varchar(60) not null,
    created_at timestamp with time zone not null,
    issued_at timestamp with time zone,
    issued_by_name varchar(60)
);
create index inspection_campaign on inspection (campaign_id, state);
create table inspection_inspector (
    inspection_id varchar(13) not null references inspection (id),
    account varchar(64) not null,
    primary key (inspection_id, account)
);
create index inspection_inspector_account on inspection_inspector (account);
create table inspection_criterion (
    inspection_id varchar(13) not null references inspection (id),
    criterion_code varchar(40) not null,
    position integer not null,
    primary key (inspection_id, criterion_code)
);
create table inspection_candidate (
    inspection_id varchar(13) not null references inspection (id),
    site_id varchar(13) not null references site (id),
    business_type varchar(20) not null,
    primary key (inspection_id, site_id)
);
create table inspection_site (
    inspection_id varchar(13) not null references inspection (id),
    site_id varchar(13) not null references site (id),
    drawn boolean not null,
    visited_at timestamp with time zone,
    visited_by varchar(64),
    visited_by_name varchar(60),
    compliant boolean,
    note varchar(500) not null,
    latitude numeric(9, 6),
    longitude numeric(9, 6),
    primary key (inspection_id, site_id)
);
create index inspection_site_site on inspection_site (site_id);
--rollback drop table inspection_site; drop table inspection_candidate; drop table inspection_criterion; drop table inspection_inspector; drop table inspection;

--changeset chuangjian:inspection-001-4
--comment: 问题. It has a number once it is handed to a unit, unique in campaign and year and never given again. The client's id makes sending twice harmless.
create table finding (
    id varchar(13) not null primary key,
    client_id varchar(64),
    campaign_id varchar(13) not null references campaign (id),
    inspection_id varchar(13) references inspection (id),
    site_id varchar(13) references site (id),
    place varchar(300) not null,
    business_type varchar(20) references business_type (code),
    latitude numeric(9, 6),
    longitude numeric(9, 6),
    place_source varchar(10) not null,
    criterion_code varchar(40) not null,
    unit_code varchar(40) not null references unit (code),
    severity varchar(40) not null,
    description varchar(2000) not null,
    source varchar(12) not null,
    source_note varchar(300) not null,
    state varchar(12) not null,
    open boolean not null,
    number varchar(20),
    found_at timestamp with time zone not null,
    found_by varchar(64) not null,
    found_by_name varchar(60) not null,
    issued_at timestamp with time zone,
    issued_by_name varchar(60),
    due_date date,
    first_due_date date,
    extended boolean not null,
    received_at timestamp with time zone,
    received_by_name varchar(60),
    plan varchar(4000) not null,
    feedback varchar(4000) not null,
    no_same_type varchar(1000) not null,
    submitted_at timestamp with time zone,
    submitted_by varchar(64),
    submitted_by_name varchar(60),
    verified_at timestamp with time zone,
    verified_by varchar(64),
    verified_by_name varchar(60),
    opinion varchar(2000),
    return_count integer not null,
    on_time boolean,
    supervised varchar(10),
    interviewed_at timestamp with time zone,
    looked_back_at timestamp with time zone,
    reopen_count integer not null,
    reopened_at timestamp with time zone,
    last_at timestamp with time zone not null,
    last_by varchar(60) not null,
    version integer not null,
    constraint finding_client unique (client_id),
    constraint finding_number unique (campaign_id, number)
);
create index finding_campaign on finding (campaign_id, open, due_date);
create index finding_campaign_state on finding (campaign_id, state);
create index finding_unit on finding (unit_code, open, due_date);
create index finding_open_due on finding (open, due_date);
create index finding_inspection on finding (inspection_id);
create index finding_site on finding (site_id);
create table finding_counter (
    campaign_id varchar(13) not null references campaign (id),
    number_year integer not null,
    last_number integer not null,
    primary key (campaign_id, number_year)
);
--rollback drop table finding_counter; drop table finding;

--changeset chuangjian:inspection-001-5
--comment: Photos of a finding by content; an after photo names the before photo whose spot it shows.
create table finding_photo (
    id varchar(13) not null primary key,
    client_id varchar(64),
    finding_id varchar(13) not null references finding (id),
    role varchar(10) not null,
    before_id varchar(13) references finding_photo (id),
    name varchar(300) not null,
    media_type varchar(120) not null,
    size bigint not null,
    sha256 char(64) not null,
    latitude numeric(9, 6),
    longitude numeric(9, 6),
    taken_at varchar(30) not null,
    added_by varchar(64) not null,
    added_by_name varchar(60) not null,
    added_at timestamp with time zone not null,
    constraint finding_photo_client unique (client_id)
);
create index finding_photo_finding on finding_photo (finding_id, role);
create index finding_photo_sha256 on finding_photo (sha256);
create table finding_same_type (
    finding_id varchar(13) not null references finding (id),
    position integer not null,
    place varchar(200) not null,
    compliant boolean not null,
    note varchar(500) not null,
    primary key (finding_id, position)
);
create table finding_rectifier (
    finding_id varchar(13) not null references finding (id),
    account varchar(64) not null,
    primary key (finding_id, account)
);
--rollback drop table finding_rectifier; drop table finding_same_type; drop table finding_photo;

--changeset chuangjian:inspection-001-6
--comment: 申诉、转办、延期: what a unit asks for and what the office decided. One open request a finding at most.
create table finding_request (
    id varchar(13) not null primary key,
    finding_id varchar(13) not null references finding (id),
    campaign_id varchar(13) not null references campaign (id),
    kind varchar(10) not null,
    reason varchar(1000) not null,
    wanted_date date,
    target_unit varchar(40) references unit (code),
    state varchar(10) not null,
    asked_by varchar(60) not null,
    asked_at timestamp with time zone not null,
    decided_by varchar(60),
    decided_at timestamp with time zone,
    opinion varchar(1000)
);
create index finding_request_open on finding_request (state, asked_at);
create index finding_request_finding on finding_request (finding_id);
--rollback drop table finding_request;

--changeset chuangjian:inspection-001-7
--comment: 回头看: a share of the closed findings, drawn by a recorded seed, and what was found there.
create table look_back (
    id varchar(13) not null primary key,
    campaign_id varchar(13) not null references campaign (id),
    seed varchar(40) not null,
    share integer not null,
    candidates integer not null,
    drawn_by varchar(64) not null,
    drawn_by_name varchar(60) not null,
    drawn_at timestamp with time zone not null
);
create index look_back_campaign on look_back (campaign_id, drawn_at);
create table look_back_item (
    look_back_id varchar(13) not null references look_back (id),
    finding_id varchar(13) not null references finding (id),
    result varchar(8),
    note varchar(1000) not null,
    checked_by_name varchar(60),
    checked_at timestamp with time zone,
    primary key (look_back_id, finding_id)
);
create index look_back_item_finding on look_back_item (finding_id);
--rollback drop table look_back_item; drop table look_back;
