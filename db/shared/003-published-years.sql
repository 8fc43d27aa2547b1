--liquibase formatted sql

--changeset chuangjian:shared-003-1
--comment: The years whose days off were imported or declared complete. One day set by hand does not make a year known; of the years entered before, those are taken that hold more than a handful of days.
create table calendar_year (
    calendar_year integer not null primary key
);
insert into calendar_year (calendar_year)
    select extract(year from calendar_date) from calendar_day
    where extract(month from calendar_date) <> 12
    group by extract(year from calendar_date) having count(*) >= 10;
--rollback drop table calendar_year;
