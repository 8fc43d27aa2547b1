--liquibase formatted sql

--changeset chuangjian:campaign-002-1
--comment: Whether a unit takes part in a campaign is asked for every figure told.
create index ownership_support_unit on ownership_support (campaign_id, unit_code);
create index ownership_lead_unit on ownership (campaign_id, lead_unit);
--rollback drop index ownership_support_unit; drop index ownership_lead_unit;
