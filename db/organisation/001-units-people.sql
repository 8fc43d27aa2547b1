--liquibase formatted sql

--changeset chuangjian:organisation-001-1
--comment: Units. The code is the tenant of the unit's tasks in the engine and never changes.
create table unit (
    code varchar(40) not null primary key,
    name varchar(100) not null,
    type varchar(20) not null,
    parent_code varchar(40) references unit (code),
    head varchar(60) not null,
    liaison varchar(60) not null,
    active boolean not null,
    constraint unit_name unique (name)
);
create table unit_alias (
    unit_code varchar(40) not null references unit (code),
    alias varchar(100) not null,
    primary key (unit_code, alias)
);
--rollback drop table unit_alias; drop table unit;

--changeset chuangjian:organisation-001-2
--comment: People and what they may be.
create table person (
    account varchar(64) not null primary key,
    name varchar(60) not null,
    unit_code varchar(40) references unit (code),
    phone varchar(40) not null,
    mail varchar(200) not null,
    active boolean not null
);
create index person_unit on person (unit_code);
create table person_role (
    account varchar(64) not null references person (account),
    role varchar(30) not null,
    primary key (account, role)
);
--rollback drop table person_role; drop table person;
