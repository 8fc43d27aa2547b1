--liquibase formatted sql

--changeset chuangjian:metric-003-1
--comment: Offices define metrics of their own; the version lets two people at once notice each other.
alter table metric add column version integer default 0 not null;
alter table metric add column changed_by_name varchar(60);
alter table metric add column changed_at timestamp with time zone;
--rollback alter table metric drop column version; alter table metric drop column changed_by_name; alter table metric drop column changed_at;

--changeset chuangjian:metric-003-2
--comment: Rates the food-safety table scores by that had no metric. Definitions only; targets are those of the table.
insert into metric (code, position, name, unit, metric_class, direction, accumulation, decimals, usual_target, numerator,
    denominator, note) values
    ('DUTY_SIGN_RATE', 560, '食品安全责任清单签订率', '%', 'RATE', 'HIGHER', 'CUMULATIVE', 2, 100, null, null, '已签订责任清单的成员单位和乡镇占全部'),
    ('GRASSROOTS_RATE', 570, '乡镇食安办和市场监管所机构、人员、装备达标率', '%', 'RATE', 'HIGHER', 'CUMULATIVE', 2, 100, null, null, '达标的乡镇食安办和市场监管所占全部'),
    ('SAMPLING_PLAN_RATE', 580, '抽检计划完成率', '%', 'RATE', 'HIGHER', 'CUMULATIVE', 2, 100, null, null, '已完成批次占计划批次'),
    ('DISPOSAL_RATE', 590, '不合格产品按期处置率', '%', 'RATE', 'HIGHER', 'CUMULATIVE', 2, 100, null, null, '按期处置并溯源的占全部不合格产品'),
    ('FARM_SAMPLE_PASS_RATE', 600, '食用农产品定量监测合格率', '%', 'RATE', 'HIGHER', 'CUMULATIVE', 2, 98, null, null, '合格批次占已监测批次'),
    ('THREE_SMALL_RATE', 610, '小作坊、小餐饮、小摊贩登记备案率', '%', 'RATE', 'HIGHER', 'CUMULATIVE', 2, 90, null, null, '已登记备案的占全部'),
    ('PRODUCER_CHECK_RATE', 620, '食品生产企业风险分级、自查、体系检查覆盖率', '%', 'RATE', 'HIGHER', 'CUMULATIVE', 2, 100, null, null, '三项均已完成的企业占全部'),
    ('SUNNY_KITCHEN_RATE', 630, '养老机构和单位食堂阳光厨房覆盖率', '%', 'RATE', 'HIGHER', 'CUMULATIVE', 2, 90, null, null, '已建成阳光厨房的食堂占全部'),
    ('BANQUET_REPORT_RATE', 640, '农村集体聚餐报告率', '%', 'RATE', 'HIGHER', 'CUMULATIVE', 2, 95, null, null, '已报告的集体聚餐占全部'),
    ('SPECIAL_FOOD_RATE', 650, '婴配、保健、特医食品经营检查率', '%', 'RATE', 'HIGHER', 'CUMULATIVE', 2, 100, null, null, '已检查的经营单位占全部'),
    ('TRACE_RATE', 660, '规上企业和重点农产品追溯上线率', '%', 'RATE', 'HIGHER', 'CUMULATIVE', 2, 90, null, null, '已上线追溯平台的占应上线的'),
    ('INSURANCE_RATE', 670, '高风险企业食责险覆盖率', '%', 'RATE', 'HIGHER', 'CUMULATIVE', 2, 80, null, null, '已投保食品安全责任保险的高风险企业占全部'),
    ('CREDIT_FILE_RATE', 680, '信用档案建档率', '%', 'RATE', 'HIGHER', 'CUMULATIVE', 2, 100, null, null, '已建立食品安全信用档案的生产经营单位占全部'),
    ('HAZARD_CLOSE_RATE', 690, '隐患清单闭环率', '%', 'RATE', 'HIGHER', 'CUMULATIVE', 2, 100, null, null, '已整改销号的隐患占清单全部'),
    ('OPINION_RATE', 700, '舆情监测处置及时率', '%', 'RATE', 'HIGHER', 'CUMULATIVE', 2, 100, null, null, '及时处置的舆情占全部');
--rollback delete from metric where position between 560 and 700;
