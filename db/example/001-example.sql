--liquibase formatted sql

--changeset chuangjian:example-001-1
--comment: One row: what became of the example county here. Its lock lets two starting nodes fill it once.
create table example (
    id integer not null primary key,
    state varchar(10) not null,
    since timestamp with time zone
);
insert into example (id, state) values (1, 'NONE');
--rollback drop table example;

--changeset chuangjian:example-001-2
--comment: The units, people and criteria sets that came with the example county; campaigns carry their own flag.
create table example_row (
    object_type varchar(20) not null,
    object_id varchar(64) not null,
    primary key (object_type, object_id)
);
--rollback drop table example_row;
