--liquibase formatted sql

--changeset chuangjian:acceptance-002-1
--comment: By which lines a snapshot was judged: the threshold as scaled then, the points held against it, the minimum of every key item. Null in snapshots taken before.
alter table snapshot add column threshold numeric(8, 2);
alter table snapshot add column counted numeric(8, 2);
alter table snapshot add column key_item_minimum_rate numeric(8, 2);
--rollback alter table snapshot drop column threshold; alter table snapshot drop column counted; alter table snapshot drop column key_item_minimum_rate;
