package org.chuangjian.inspection;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.chuangjian.campaign.CampaignKind;
import org.chuangjian.campaign.CampaignKinds;
import org.chuangjian.criteria.CriteriaSets;
import org.chuangjian.criteria.Criterion;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.Permission;
import org.chuangjian.organisation.Unit;
import org.chuangjian.organisation.Units;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** All an inspector's phone needs to go on without a network. */
@Component
public class FieldWork {

    private final JdbcClient jdbc;
    private final Inspections inspections;
    private final BusinessTypes types;
    private final CampaignKinds kinds;
    private final CriteriaSets criteriaSets;
    private final Units units;
    private final Access access;

    FieldWork(
            JdbcClient jdbc,
            Inspections inspections,
            BusinessTypes types,
            CampaignKinds kinds,
            CriteriaSets criteriaSets,
            Units units,
            Access access) {
        this.jdbc = jdbc;
        this.inspections = inspections;
        this.types = types;
        this.kinds = kinds;
        this.criteriaSets = criteriaSets;
        this.units = units;
        this.access = access;
    }

    /** @param units for a place that is on no list; so with the business types */
    public record Bag(List<Plan> plans, List<Named> units, List<Named> types) {}

    public record Named(String code, String name) {}

    /**
     * @param criteria on the sheet
     * @param likely business type → codes on the sheet that a finding there is likely about, the likeliest first
     */
    public record Plan(
            String id,
            String name,
            String campaignName,
            String mode,
            String toDate,
            List<Severity> severities,
            List<Sheet> criteria,
            Map<String, List<String>> likely,
            List<Stop> sites) {}

    public record Severity(String code, String name, int workingDays, boolean photoRequired) {}

    public record Sheet(String code, String level1, String level2, String requirement) {}

    /** @param compliant null before the visit */
    public record Stop(
            String id,
            String name,
            String address,
            String unitName,
            String type,
            String typeName,
            @Nullable Boolean compliant,
            int findings) {}

    /** The plans of the signed-in inspector that run now. */
    public Bag bag() {
        access.require(Permission.INSPECT);
        List<Inspection> mine = inspections.mine();
        Map<String, List<Inspections.Stop>> stops =
                inspections.stops(mine).stream().collect(Collectors.groupingBy(Inspections.Stop::inspectionId));
        Map<String, List<String>> sheets = inspections.criteriaOf(mine);
        Map<String, List<Criterion>> criteria = new LinkedHashMap<>();
        Map<String, String> typeNames = types.names();
        Likely likely = Likely.of(jdbc);
        List<Plan> plans = new ArrayList<>();
        for (Inspection inspection : mine) {
            Set<String> sheet = Set.copyOf(sheets.getOrDefault(inspection.id(), List.of()));
            List<Criterion> onSheet =
                    criteria.computeIfAbsent(inspection.criteriaSetId(), criteriaSets::criteria).stream()
                            .filter(it -> sheet.contains(it.code()))
                            .toList();
            plans.add(new Plan(
                    inspection.id(),
                    inspection.name(),
                    inspection.campaignName(),
                    inspection.mode().label(),
                    inspection.toDate().toString(),
                    severities(kinds.require(inspection.kind())),
                    onSheet.stream()
                            .map(it -> new Sheet(it.code(), it.level1(), it.level2(), it.requirement()))
                            .toList(),
                    likely.among(inspection.criteriaSetId(), onSheet, typeNames),
                    stops.getOrDefault(inspection.id(), List.of()).stream()
                            .map(it -> new Stop(
                                    it.siteId(),
                                    it.name(),
                                    it.address(),
                                    it.unitName(),
                                    it.businessType(),
                                    it.businessTypeName(),
                                    it.compliant(),
                                    it.findings()))
                            .toList()));
        }
        return new Bag(
                plans,
                units.active().stream()
                        .sorted(Comparator.comparing(Unit::name))
                        .map(unit -> new Named(unit.code(), unit.name()))
                        .toList(),
                types.active().stream()
                        .map(type -> new Named(type.code(), type.name()))
                        .toList());
    }

    private static List<Severity> severities(CampaignKind kind) {
        return Inspections.rule(kind).severities().stream()
                .map(it -> new Severity(it.code(), it.name(), it.workingDays(), it.photoRequired()))
                .toList();
    }

    /** 合规 from the phone; sent again it changes nothing. */
    public void recordCompliant(
            String inspectionId,
            @Nullable String siteId,
            @Nullable String note,
            @Nullable BigDecimal latitude,
            @Nullable BigDecimal longitude) {
        inspections.recordCompliant(inspectionId, siteId, note, Place.of(latitude, longitude));
    }
}
